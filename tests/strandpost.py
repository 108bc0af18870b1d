"""A page of an invented paper, as tests of the command line read it."""





PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Die Fähre fährt wieder | Strandpost</title>
<link rel="canonical" href="https://strandpost.example/faehre/!7"><meta property="og:site_name" content="Strandpost">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Die Fähre fährt wieder","datePublished":"2026-03-04T10:00:00+01:00",
"author":{"@type":"Person","name":"Ida Möller"},"description":"Nach drei Tagen Eis ist der Weg zur Insel frei.","keywords":["Fähre","Eis"]}</script></head>
<body><header><nav><a href="/">Start</a></nav></header><main><article><h1>Die Fähre fährt wieder</h1>
<p class="teaser">Nach drei Tagen Eis ist der Weg zur Insel frei.</p>
<p>Am Mittwochmorgen hat die Fähre zum ersten Mal seit Sonntag wieder abgelegt. An Bord waren elf Menschen, zwei Hunde und die Post.</p>
<p>Der Kapitän sagte, er habe das Eis lieber als den Nebel, denn <a href="/eis/!6">das Eis</a> könne man wenigstens hören.</p>
</article></main><footer><p>Impressum</p></footer></body></html>"""
