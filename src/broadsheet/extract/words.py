"""Words that newspapers' pages are made with, by language and by use: data, no code. To know one more language is to add its words here.

| table | what for |
|---|---|
| `BY`, `AND` | what stands before a name in a byline, and between two names |
| `ON` | what stands between a name and a date: "published on", weekdays |
| `AUTHOR_LABELS` | what stands before a name and a colon within a line: "2024-05-14 18:00 作者: 李明" |
| `PARTICLES`, `TITLES` | what is written small within a name, and what behind a name is none |
| `REPORTERS` | the title that stands behind a name and tells that it is one |
| `JOBS` | words of what stands after a name and says what the person does |
| `NETWORKS` | what stands beside names and is none |
| `ROLES` | what a person is who did not write the text: "Foto", "Mitarbeit" |
| `MONTHS` | names of months, folded, as they stand in dates |
| `KICKER`, `BYLINE`, `TAGS`, `STANDFIRST`, `DATE`, `ELSEWHERE`, `END` | words of classes that say what an element is |
| `AUTHOR_PATHS` | the step in an address below which a paper has its authors |
| `TOPIC_PATHS` | the step in an address below which a paper has its topics |
| `HOME` | what the first step of a breadcrumb is called |
| `NEWS` | what every newspaper prints: no topic of one article, no person, no part of a name that tells papers apart |
| `EDITION` | what is added to a paper's name, before or behind |
| `TAG_LABELS` | what a paper prints above its tags |
| `ADVERT` | what stands alone over, under or in the place of an advert |
| `BUTTONS` | what the buttons say that stand around an article |
| `NOTES` | what stands in the place of what has not loaded, or announces what is not there |
| `TEMPLATES` | what a template is called that stands where a section's name should |
| `COMMON` | by language, small words that every few lines of it hold and the others' lines seldom |
"""

from typing import Final


def _of(*lines: str) -> frozenset[str]:
    """The words of *lines*, one language each."""
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())


BY: Final = _of(
    "by words_by story_by written_by reported_by report_by posted_by submitted_by published_by text_by interview_by compiled_by",  # en
    "von text_von ein_kommentar_von eine_analyse_von ein_interview_von interview_von aufgezeichnet_von kommentar_von eine_reportage_von",  # de
    "geschrieben_von verfasst_von veröffentlicht_von",
    "par propos_recueillis_par recueilli_par écrit_par rédigé_par publié_par",  # fr
    "por texto_de escrito_por publicado_por",  # es pt
    "di a_cura_di de_la_redazione scritto_da pubblicato_da",  # it
    "door geschreven_door geplaatst_door",  # nl
    "av tekst_av text_av skrevet_av",  # no sv
    "af skrevet_af",  # da
    "przez autor: oprac.",  # pl
    "автор автор: текст: текст",  # ru
    "yazan",  # tr
    "de",  # ca ro
    "oleh",  # id ms
    "na",  # sw
    "بقلم كتب كتبت تحرير",  # ar
    "文/ 記者 文・ 撰文 作者 记者",  # ja zh
    "लेखक",  # hi
    "লেখক প্রতিবেদক",  # bn
    "автор текст",  # uk bg sr
    "του της από γράφει_ο γράφει_η",  # el
    "írta szerző",  # hu
    "מאת כתב",  # he
    "eftir höfundur",  # is
    "autorius",  # lt
    "tác_giả: bởi",  # vi
)
ON: Final = _of(
    "on am le el il op em på den the um at",
    "published posted updated veröffentlicht publiziert aktualisiert publié publicado actualizado pubblicato aggiornato gepubliceerd publicerad publisert",
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",  # en
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",  # de
    "lundi mardi mercredi jeudi vendredi samedi dimanche",  # fr
    "lunes martes miércoles jueves viernes sábado domingo",  # es
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",  # it
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira",  # pt
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",  # nl
    "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag",  # sv da no
    "poniedziałek wtorek środa czwartek piątek niedziela",  # pl
)
AUTHOR_LABELS: Final = _of(
    "text texte texto testo tekst текст",
    "author authors autor autoren autorin auteur auteurs autores autora autore autori autorka auteur författare forfatter skribent kirjoittaja yazar penulis",
    "автор автори авторы συντάκτης συντάκτρια szerző autorius höfundur",
    "作者 記者 记者 撰文 글 기자 लेखक লেখক الكاتب كاتب כותב",
)
AND: Final = _of("and", "und sowie", "et", "y e", "e", "en", "och", "og", "i oraz", "и", "ve", "dan", "na", "ja", "és", "a", "și", "şi", "και", "و", "&", "mit")
PARTICLES: Final = _of(
    *("von zu zum zur", "van de der den ten ter", "del la el al y", "di della dal", "da dos das do e", "du le d'", "af av"),
    *("bin ibn ben bint abu", "st mc mac o' i"),
)
REPORTERS: Final = _of("기자 특파원 논설위원 선임기자", "記者 特派員 編集委員", "记者")
TITLES: Final = REPORTERS | _of("Staff_Writer Staff_Reporter Staff_Correspondent")
JOBS: Final = _of(
    "writer editor reporter correspondent columnist contributor staff desk",
    "redakteur redakteurin korrespondent korrespondentin reporterin redaktion volontär volontärin autorin chefredakteur chefredakteurin",
    "journaliste rédacteur rédactrice correspondant correspondante",
    "redactor redactora corresponsal periodista",
    "giornalista redattore corrispondente",
    "jornalista repórter correspondente",
    "redacteur verslaggever correspondent",
    "journalist reporter korrespondent redaktør redaktör",
)
NETWORKS: Final = _of("twitter x facebook instagram linkedin mastodon bluesky threads youtube whatsapp email e-mail mail rss follow folgen")
ROLES: Final = _of(
    "photo photos photographer photography illustration illustrations video graphics additional_reporting editing",
    "foto fotos fotografin fotograf fotografie bilder bild illustration grafik mitarbeit video redaktion zeichnung protokoll übersetzung",
    "photographe illustrations",
    "fotografía fotógrafo ilustración",
    "fotografia illustrazione",
    "fotografie beeld",
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "जनवरी জানুয়ারি มกราคม січня януари јануара јануари siječanj januarja jaanuar janvāris janvārī sausio janúar జనవరి "
            "ஜனவரி ژانویه جنوری בינואר جانفي "
            "january jan januar januari janvier enero janeiro gennaio gen ene janv janeiro января январь янв stycznia styczeń sty "
            "leden ledna január "
            "januára siječnja јануар ocak tammikuu tammikuuta ianuarie gener jänner jän ιανουαρίου يناير ינואר",
            "फरवरी फ़रवरी ফেব্রুয়ারি กุมภาพันธ์ лютого февруари фебруара veljače februarja veebruar februārī vasario febrúar "
            "ஃபிப்ரவரி பிப்ரவரி فوریه فروری בפברואר شباط فيفري "
            "february feb februar februari février fevr févr febrero fevereiro fev febbraio febb февраля февраль фев lutego luty "
            "lut únor února "
            "február februára şubat helmikuu helmikuuta februarie febrer feber φεβρουαρίου فبراير פברואר",
            "मार्च মার্চ มีนาคม березня märts martā kovo மார்ச் مارچ במרץ آذار "
            "march mar märz maerz mrz maart mars marzo março mzo марта март marca marzec březen března március ožujka mart "
            "maaliskuu maaliskuuta "
            "martie març mac mrt μαρτίου مارس מרץ machi",
            "अप्रैल এপ্রিল เมษายน квітня април априла aprila aprill aprīlī balandžio apríl ஏப்ரல் آوریل اپریل באפריל نيسان أفريل "
            "april apr avril avr abril abr aprile апреля апрель апр kwietnia kwiecień kwi duben dubna április apríla travnja nisan "
            "huhtikuu "
            "huhtikuuta aprilie απριλίου أبريل אפריל aprili",
            "मई মে พฤษภาคม травня маја maijā gegužės maí மே مئی במאי أيار "
            "may mai mayo maio maggio mag mei maj мая май maja květen května május mája svibnja mayıs toukokuu toukokuuta maig μαΐου مايو מאי",
            "जून জুন มิถุนายน червня јуна юни junija juuni jūnijā birželio júní ஜூன் ژوئن جون ביוני حزيران جوان "
            "june jun juni juin junio junho giugno giu июня июнь czerwca czerwiec cze červen června június júna lipnja haziran "
            "kesäkuu kesäkuuta "
            "iunie juny ιουνίου يونيو יוני",
            "जुलाई জুলাই กรกฎาคม липня јула юли julija juuli jūlijā liepos júlí ஜூலை ژوئیه جولائی ביולי تموز جويلية "
            "july jul juli juillet juil julio julho luglio lug июля июль lipca lipiec lip červenec července július júla srpnja "
            "temmuz heinäkuu "
            "heinäkuuta iulie juliol ιουλίου يوليو יולי julai",
            "अगस्त আগস্ট สิงหาคม серпня avgusta augustā rugpjūčio ágúst ஆகஸ்ட் اوت اگست באוגוסט أوت "
            "august aug août aout agosto ago ago августа август авг sierpnia sierpień sie srpen srpna augusztus augusta kolovoza "
            "ağustos elokuu "
            "elokuuta agost augustus augusti ogos αυγούστου أغسطس אוגוסט agosti",
            "सितंबर सितम्बर সেপ্টেম্বর กันยายน вересня септембра септември septembrī rugsėjo செப்டம்பர் سپتامبر ستمبر בספטמבר أيلول "
            "september sep sept septembre septiembre setembro set settembre сентября сентябрь сен września wrzesień wrz září "
            "szeptember septembra "
            "rujna eylül syyskuu syyskuuta septembrie setembre σεπτεμβρίου سبتمبر ספטמבר septemba",
            "अक्टूबर अक्तूबर অক্টোবর ตุลาคม жовтня октобра октомври oktobra oktoober oktobrī spalio அக்டோபர் اکتبر اکتوبر באוקטובר "
            "october oct oktober okt octobre octubre outubro out ottobre ott октября октябрь окт października październik paź říjen "
            "října október "
            "októbra listopada_hr ekim lokakuu lokakuuta octombrie ottobre οκτωβρίου أكتوبر אוקטובר oktoba",
            "नवंबर नवम्बर নভেম্বর พฤศจิกายน листопада новембра ноември novembrī lapkričio nóvember நவம்பர் نوامبر نومبر בנובמבר "
            "november nov novembre noviembre novembro ноября ноябрь ноя listopada listopad lis listopadu novembra studenoga kasım "
            "marraskuu "
            "marraskuuta noiembrie νοεμβρίου نوفمبر נובמבר novemba",
            "दिसंबर दिसम्बर ডিসেম্বর ธันวาคม грудня децембра декември detsember decembrī gruodžio டிசம்பர் دسامبر دسمبر בדצמבר "
            "december dec dezember dez décembre déc diciembre dic dezembro dicembre декабря декабрь дек grudnia grudzień gru "
            "prosinec prosince "
            "decembra prosinca aralık joulukuu joulukuuta decembrie desembre desember des δεκεμβρίου ديسمبر דצמבר disemba disember",
        ),
        1,
    )
    for name in names.split()
}
AUTHOR_PATHS: Final = _of(
    "author authors autor autoren autorin autores autore autori auteur auteurs autorzy verfasser redakteur redakteure redactie-auteur by profile profil "
    "staff contributor contributors journalist journalists journalista journaliste reporter reporters writer writers columnist columnists firma firmas "
    "skribent forfatter kirjoittaja yazar yazarlar penulis"
)
TOPIC_PATHS: Final = _of(
    "tag tags tagged topic topics thema themen theme themes tema temas temat tematy keyword keywords sujet sujets dossier dossiers schlagwort "
    "stichwort etiqueta etiquetas argomento argomenti onderwerp trefwoord emne amne ämne tagi etiket konu teema asiasana subject subjects hashtag"
)
HOME: Final = _of(
    *("home homepage main top", "start startseite", "accueil", "inicio portada", "início", "etusivu", "hjem hem forside forsiden"),
    *("główna", "главная", "anasayfa", "ホーム トップ"),
)
NEWS: Final = _of(
    "news newspaper newspapers breaking_news latest_news the_news",
    "nachrichten zeitung tageszeitung aktuell",
    "actualités actualité actu journal",
    "noticias diario periódico notícias jornal",
    "notizie giornale quotidiano",
    "nieuws krant",
    "nyheter nyheder avis tidning uutiset",
    "wiadomości gazeta",
    "новости газета",
    "haber haberler gazete",
    "ニュース 新聞 速報 新闻 新聞網 뉴스 신문",
    "أخبار جريدة",
    "habari berita",
)
EDITION: Final = _of(
    "the online digital web www app media group",
    "die der das",
    "le la les l el il lo gli o a de het",
    "デジタル オンライン ニュース 電子版",
)
ADVERT: Final = _of(
    "advertisement advertisements advertisment advertising advert adverts ad ads sponsored advertisement_-_scroll_to_continue",
    "story_continues_below_advertisement story_continues_below_this_ad story_continues_after_ad story_continues_after_advertisement",
    "article_continues_below_advertisement article_continues_after_advertisement article_continues_below content_continues_after_ad",
    "anzeige anzeigen werbung nach_der_werbung_weiter nach_der_werbung_geht_es_weiter artikel_wird_nach_der_anzeige_fortgesetzt",
    "publicité la_suite_après_la_publicité la_suite_après_cette_publicité",
    "publicidad continúa_después_de_la_publicidad",
    "publicidade continua_depois_da_publicidade",
    "pubblicità continua_dopo_la_pubblicità",
    "advertentie artikel_gaat_verder_onder_de_advertentie",
    "annonse artikkelen_fortsetter_under_annonsen annons artikeln_fortsätter_under_annonsen",
    "annonce artiklen_fortsætter_efter_annoncen artiklen_fortsætter_under_annoncen mainos",
    "reklama реклама διαφήμιση reklám reklam reklame iklan quảng_cáo",
    "広告 广告 廣告 광고 إعلان פרסומת विज्ञापन",
)
BUTTONS: Final = _of(
    "share_this share_this_story share_this_article share_this_post share_this_page share_this_with share_article share_story share_options",
    "more_sharing_options print_this_article print_article print_this_story print_this_page email_this_article email_this_story",
    "e-mail_this_story copy_link copy_url link_copied listen_to_this_article listen_to_article",
    "listen_to_this_story read_aloud skip_to_content skip_to_main_content skip_advertisement back_to_top save_article save_this_article save_for_later",
    "leave_a_comment post_a_comment view_comments show_comments read_comments jump_to_comments toggle_caption show_caption hide_caption",
    "expand_image enlarge_image view_image_in_fullscreen",
    "teilen artikel_teilen jetzt_teilen beitrag_teilen diesen_artikel_teilen drucken artikel_drucken artikel_merken link_kopieren link_kopiert",
    "artikel_anhören artikel_vorlesen zum_inhalt_springen zur_startseite nach_oben bild_vergrößern kommentar_schreiben kommentare_anzeigen",
    "partager partager_l'article partager_cet_article imprimer écouter_l'article copier_le_lien lien_copié lire_plus_tard ajouter_aux_favoris agrandir_l'image",
    "compartir comparte compartir_artículo compartir_noticia imprimir copiar_enlace enlace_copiado guardar_artículo escuchar_artículo ampliar_foto",
    "condividi condividi_articolo condividi_l'articolo copia_link ascolta_l'articolo salva_articolo",
    "compartilhar compartilhe compartilhe_esta_notícia partilhar partilhar_artigo copiar_link ouvir_artigo",
    "deel_dit_artikel artikel_delen link_kopiëren link_gekopieerd luister_naar_dit_artikel",
    "del_artikkelen del_saken kopier_lenke dela_artikeln dela_artikel kopiera_länk lyssna_på_artikeln del_artiklen kopiér_link lyt_til_artiklen",
    "jaa_artikkeli kopioi_linkki kuuntele_juttu",
    "udostępnij udostępnij_artykuł skopiuj_link drukuj posłuchaj_artykułu",
    "поделиться поделиться_статьей скопировать_ссылку распечатать поділитися",
    "paylaş haberi_paylaş linki_kopyala bagikan bagikan_artikel salin_tautan",
    "シェア シェアする 記事を印刷 分享 分享到 打印 공유하기 مشاركة شارك_المقال שתף शेयर_करें 小字号 中字号 大字号",
)
NOTES: Final = _of(
    "this_slideshow_requires_javascript please_enable_javascript javascript_is_disabled your_browser_does_not_support_the_video_tag",
    "your_browser_does_not_support_the_audio_element your_browser_does_not_support_html5_video loading please_wait copied",
    "bitte_aktivieren_sie_javascript ihr_browser_unterstützt_dieses_video_nicht",
    "read_also see_also related_articles related_stories related_posts lesen_sie_auch mehr_zum_thema auch_interessant lire_aussi à_lire_aussi",
    "leggi_anche lea_también te_puede_interesar leia_também leia_mais lees_ook les_også läs_också læs_også lue_myös czytaj_także zobacz_także",
    "you_may_like you_may_also_like you_might_also_like what_to_read_next read_next up_next recommended recommended_for_you more_stories top_stories",
    "most_read most_popular trending_now related_content empfohlen meistgelesen das_könnte_sie_auch_interessieren weitere_artikel sur_le_même_sujet",
    "читайте_также ilgili_haberler baca_juga あわせて読みたい 関連記事 관련기사 相关阅读 延伸阅读 اقرأ_أيضا",
)
TEMPLATES: Final = _of(
    "article articles post posts page detail details story item content standard default uncategorized uncategorised",
    "artikel beitrag seite allgemein",
    "artículo artículos articolo artigo",
)
TAG_LABELS: Final = _of(
    "tags topics topics_in_this_article related_topics more_on more_about read_more_about in_this_story explore_more_on filed_under tagged keywords",
    "themen schlagwörter schlagworte stichwörter stichworte mehr_zum_thema mehr_zu_diesem_thema mehr_zu_den_themen mehr_lesen_über themen_im_artikel "
    "verwandte_themen mehr_zu",
    "sujets mots-clés thèmes thématiques sur_le_même_sujet en_savoir_plus_sur plus_sur_ces_sujets",
    "temas etiquetas más_sobre archivado_en palabras_clave",
    "temi argomenti tag etichette",
    "tópicos mais_sobre",
    "onderwerpen trefwoorden lees_meer_over",
    "emner emneord les_mer_om mer_om ämnen läs_mer_om mere_om aiheet",
    "tagi tematy",
    "теги темы по_теме",
    "etiketler",
    "関連キーワード キーワード タグ 关键词 標籤 关键字 태그 키워드",
)
ALL_TAGS: Final = _of(
    *("all_topics more_topics all_tags show_more", "alle_themen weitere_themen mehr_themen alle_schlagwörter"),
    *("tous_les_sujets tous_les_thèmes plus_de_sujets",),
    *("todos_los_temas más_temas ver_todos", "tutti_gli_argomenti", "todos_os_temas mais_temas", "alle_onderwerpen meer_onderwerpen", "alle_emner alla_ämnen"),
    *("wszystkie_tematy", "все_темы", "tüm_etiketler"),
)
COMMON: Final = {
    language: frozenset(small.split())
    for language, small in (
        ("en", "the of and to is that for with was by from have are his her their which has been were"),
        ("de", "der die das und den von nicht mit dem ein eine für auf sich des auch wird wurde bei im"),
        ("fr", "le les des du et une est dans pour sur par au qui avec pas aux cette sont ses ont"),
        ("es", "el los las del y una por con su para al lo como más sus fue este esta han según"),
        ("it", "il di che della per è gli nel sono alla una dei delle più anche come dal ha questo ai"),
        ("pt", "os do da dos das em uma não com ao pela pelo são mais foi seu sua às após também"),
        ("nl", "de het een van en dat niet zijn voor met op aan ook bij wordt werd naar heeft uit hij"),
        ("sv", "och att det som är på för inte med av till den har ett om från kan efter vid jag"),
        ("no", "og det som er på for ikke med av til den har et fra kan etter ved jeg ble seg"),
        ("da", "og det som er på for ikke med af til den har et fra kan efter ved jeg blev sig"),
        ("fi", "ja on ei se että oli ovat mutta myös kun hän joka ole tai sen kuin mukaan jo vielä nyt"),
        ("pl", "i w na z się nie do że jest to po przez od dla jak oraz już był tym który"),
        ("cs", "a se na je že v to s do by pro za po jako není ale od jsem byl které"),
        ("tr", "ve bir bu için ile da de olarak olan daha çok en kadar sonra gibi ise her olduğunu dedi ancak"),
        ("id", "yang dan di dengan untuk dari ini itu pada dalam tidak akan juga oleh ke adalah telah ada saat karena"),
        ("zu", "ukuthi futhi uma kodwa njengoba kanye ngoba lapho uthe kusho abantu ngesikhathi yakhe wakhe ngemuva lesi noma nje kuthiwa"),
        ("xh", "ukuba kwaye ukuze kunye xa ngoku okokuba malunga emva abantu oku nangona ngexesha kananjalo ngaphandle apho kuba kwi ngenxa phakathi kufuneka"),
        ("sw", "ya na wa kwa ni za la katika cha hiyo kuwa huo hilo pia wake yake kama baada amesema ili"),
    )
}

KICKER: Final = _of(
    "kicker overline eyebrow roofline topline catchline pretitle supertitle supertitle overtitle surtitle kickerline headlinekicker prehead preheadline",
    "dachzeile dach spitzmarke oberzeile vorzeile themenzeile stichzeile",
    "surtitre chapeau-titre",
    "antetitulo antetítulo pretitulo cintillo",
    "occhiello",
    "antetitulo chapeu chapéu",
    "bovenkop chapeau",
    "vignette vinjett stikktittel",
)
BYLINE: Final = _of(
    "author authors byline bylines contributor contributors writer reporter reporters journalist",
    "autor autoren autorin verfasser autorenzeile autoreninfo",
    "auteur auteurs signature",
    "autores firma firmas assinatura",
    "autore autori",
    "forfatter skribent författare kirjoittaja",
    "dateline-author",
)
TAGS: Final = _of(
    "tag tags taglist taglinks chip chips topic topics keyword keywords",
    "schlagwort schlagworte schlagwörter thema themen themenliste stichwort stichworte stichwörter",
    "thématiques sujets motscles",
    "etiquetas temas",
    "argomenti temi etichette",
    "onderwerpen trefwoorden",
    "emneord stikkord ämnen emner",
    "tagi",
)
STANDFIRST: Final = _of(
    "standfirst dek deck lede lead intro subhead subheadline subheading subtitle summary excerpt description abstract teaser sell strapline introduction",
    "vorspann anlauf einleitung teasertext unterzeile einstieg anriss",
    "chapeau chapo accroche",
    "entradilla bajada subtitulo sumario",
    "sommario sottotitolo catenaccio",
    "linhafina lide",
    "inleiding",
    "ingress manchet underrubrik preamble ingressi",
    "zajawka",
)
DATE: Final = _of(
    "date dates published publish pubdate publishdate timestamp time datetime posted publication pubtime",
    "datum datumzeile erscheinungsdatum",
    "fecha fechahora",
    "data dataora",
    "dato julkaistu",
    "tarih",
)
ELSEWHERE: Final = _of(
    "related relatedposts relatedpost relatedarticles relation recommended recommendation recommendations comment comments commentlist sidebar "
    "teaser teasers card cards promo newsletter nav navigation menu mostread popular trending breaking "
    "carousel slider more latest caption figcaption gallery credit credits advert sponsored feed toplist "
    "outbrain taboola readmore recirculation stories breadcrumb breadcrumbs",
    "empfehlung empfehlungen kommentar kommentare weitere verwandte meistgelesen brotkrumen bildunterschrift",
    "commentaires",
    "relacionadas relacionados comentarios",
    "correlati commenti",
)
END: Final = _of("footer")
