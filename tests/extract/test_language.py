import pytest

from broadsheet.extract.language import borne_out
from broadsheet.extract.metadata import metadata
from broadsheet.extract.parse import parse
from broadsheet.model import Capture

ENGLISH = "The bridge that was closed for repairs is open to traffic from Monday"
SWAHILI = "Rais wa nchi amesema kuwa barabara hiyo ya mkoa wa kusini itajengwa katika mwaka huu na serikali"
CHINESE = "航天技术更好惠及人民"


def language(*, lang="", head="", title="Brücke 17", body=""):
    page = f"<html{f' lang={lang}' if lang else ''}><head>{head}</head><body><h1>{title}</h1><p>{body}</p></body></html>"
    return metadata(parse(Capture(body=page.encode(), address="https://bote.example/a/1"))).language


@pytest.mark.parametrize(("lang", "found"), [("de", "de"), ("de_at", "de-AT"), ("zh-hans-cn", "zh-Hans-CN"), ("und", ""), ("x y", "")])
def test_as_it_is_stated(lang, found):
    assert language(lang=f'"{lang}"') == found


def test_who_states_it():
    assert language(head='<script type="application/ld+json">{"@type": "NewsArticle", "inLanguage": {"alternateName": "fr"}}</script>') == "fr"
    assert language(head='<meta property="og:locale" content="pt_BR">') == "pt-BR"
    assert language(head='<meta http-equiv="x" name="content-language" content="it, en">') == "it"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        (CHINESE, "zh"),
        ("新宿区の新校舎建設工事を巡って", "ja"),
        ("국민 통합 외친", "ko"),
        ("Η γέφυρα άνοιξε", "el"),
        (ENGLISH, "en"),
        (SWAHILI, "sw"),
        ("Die Brücke ist für den Verkehr nicht mit dem Rad auf der Straße zu sehen", "de"),
        ("Most został otwarty w sobotę i nie jest to koniec prac na moście, jak się okazało", "pl"),
        ("Köprü trafiğe açıldı ve bu yol için bir çok araç da sonra geçti", "tr"),
        ("Brücke 17", ""),
        (f"{ENGLISH[:10]} {CHINESE[:1]}", ""),
    ],
)
def test_nobody_states_it(title, found):
    assert language(title=title) == found


def test_the_text_tells_where_the_headline_is_short():
    assert language(title="Bridge 17", body=ENGLISH) == "en"


def test_a_templates_language():
    described = f'<meta name="description" content="{SWAHILI}">'
    assert language(lang="en-US", title="Barabara", head=described) == "sw"
    assert language(lang="en-US", title="The road of kings", head=described) == "en-US"
    assert language(lang="ru", title=ENGLISH, head=described) == "ru"
    assert language(lang="de", title="Brücke 17") == "de"


@pytest.mark.parametrize(
    ("told", "texts", "found"),
    [
        ("en-US", [SWAHILI] * 3, "sw"),
        ("de", ["A quote.", f"{ENGLISH}. It has been said by many that they were right, and which of them is not known. " * 8], "en"),
        ("en", ["Kuthiwa abantu bafikile ngesikhathi, kodwa akukho okwenzekile ngoba bebesaba. Uthe futhi ukuthi bazobuya uma sekulungile. " * 9], "zu"),
        ("en", [f"{ENGLISH}. "], "en"),
        ("en", [f"{ENGLISH}. It was said that they have been there. " * 20, SWAHILI], "en"),
        ("en", ["Xyz qrs tuv wxy. " * 80], ""),
        ("en", ["Xyz qrs tuv wxy. "], "en"),
        ("en", [CHINESE * 200], "en"),
        ("lt", [ENGLISH * 20], "lt"),
        ("en", [], "en"),
        ("", [ENGLISH * 20], ""),
    ],
)
def test_what_the_text_bears_out(told, texts, found):
    assert borne_out(told, texts) == found
