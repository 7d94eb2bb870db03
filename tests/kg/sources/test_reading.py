"""Articles from files, folders, JSON Lines, pages and feeds; bad ones are named and never stop the good."""

import io
import json
from datetime import date

import pytest

from kg.errors import BadInput
from kg.sources.reading import count_files, read_articles

TEXT = "Arnor urged Gondor to release the envoys held since spring."


def collect(*paths, stdin=None):
    problems = []
    articles = list(read_articles([str(path) for path in paths], problem=problems.append, stdin=stdin))
    return articles, [str(problem) for problem in problems]


def test_text_file_takes_its_metadata_from_the_json_beside_it(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text(json.dumps({"title": "T", "date": "2024-10-28", "publisher": "P"}))
    (article,) = read_articles([str(tmp_path)])
    assert (article.id, article.date, article.publisher) == ("a", date(2024, 10, 28), "P")
    assert article.text == TEXT


def test_folder_is_read_by_name_and_deep(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "sub" / "c.txt").write_text(TEXT + " Again.")
    assert [article.id for article in read_articles([str(tmp_path)])] == ["b", "c"]
    assert count_files([str(tmp_path)]) == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"  \n", "is empty"),
        ("binary.txt", b"\x7fELF\x00\x00\x01", "is binary"),
        ("latin.txt", "Zürich".encode("latin-1") + b" text", "is not UTF-8 text"),
        ("long.txt", b"word " * 1_000_000, "more than an article of 200,000 characters"),
        ("long2.txt", b"word " * 50_000, "more than 200,000"),
        ("lines.jsonl", b"\xff\xfe{", "is not JSON"),
        ("list.jsonl", b"[1]\n", "must be a JSON object"),
        ("noid.jsonl", b'{"text": "x"}\n', "field 'id' is missing"),
        ("notext.jsonl", b'{"id": "x"}\n', "field 'text' is missing"),
        ("extra.jsonl", b'{"id": "x", "text": "y", "body": "z"}\n', "unknown field 'body'"),
        ("date.jsonl", b'{"id": "x", "text": "y", "date": "28/10/2024"}\n', "field 'date' must look like"),
        ("type.jsonl", b'{"id": "x", "text": ["y"]}\n', "field 'text' must be a string"),
        ("tags.html", b"<b>" * 60_000, "60,000 tags"),
        ("attributes.html", b"<b " + b"a=1 " * 50_000 + b">", "has a tag of more than"),
        ("nothing.html", b"<html><body></body></html>", "no article text"),
        ("feed.xml", b"<rss></rss>", "no entries"),
    ],
)
def test_bad_input_is_named_and_the_good_goes_on(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zgood.txt").write_text(TEXT)
    articles, problems = collect(tmp_path / name, tmp_path / "zgood.txt")
    assert [article.id for article in articles] == ["zgood"]
    assert len(problems) == 1
    assert name in problems[0]
    assert reason in problems[0]


def test_bad_line_names_its_number():
    lines = io.BytesIO(b'{"id": 1, "text": "x"}\n\n{"id": 2}\n')
    articles, problems = collect("-", stdin=lines)
    assert [article.id for article in articles] == ["1"]
    assert problems == ["standard input:3: field 'text' is missing"]


def test_one_id_for_two_texts_is_refused_and_a_repeat_is_passed_over(tmp_path):
    lines = [{"id": "x", "text": "one"}, {"id": "x", "text": "one"}, {"id": "x", "text": "two"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    articles, problems = collect(tmp_path / "a.jsonl")
    assert [article.text for article in articles] == ["one"]
    assert "a.jsonl:3" in problems[0]
    assert "a.jsonl:1" in problems[0]


def test_without_a_callback_the_problem_is_raised(tmp_path):
    with pytest.raises(BadInput, match="no articles in this folder"):
        list(read_articles([str(tmp_path)]))
    with pytest.raises(BadInput, match="no such file"):
        list(read_articles([str(tmp_path / "none.txt")]))


PAGE = """<html><head><title>Envoys held</title>
<meta property="og:site_name" content="The Arnor Times">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-05T08:00:00Z"}</script>
</head><body><nav>Menu Sport Weather</nav><article><h1>Envoys held</h1>
<p>Arnor urged Gondor on Tuesday to release three envoys who have been held since the spring.</p>
<p>Officials in Minas Tirith said they would study the request and answer within a week's time.</p>
<p>The two neighbours have quarrelled over the river crossing for more than a decade now.</p>
</article></body></html>"""


def test_page_gives_text_title_date_and_publisher(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    (article,) = read_articles([str(tmp_path / "page.html")])
    assert "Arnor urged Gondor" in article.text
    assert "Menu" not in article.text
    assert (article.title, article.date) == ("Envoys held", date(2024, 3, 5))
    assert article.publisher == "The Arnor Times"


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Arnor wire</title>
<item><title>One</title><link>http://arnor.example/1</link><pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>
<description>&lt;p&gt;{TEXT * 12}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description></item></channel></rss>"""


def test_feed_entry_with_its_text_is_an_article(tmp_path):
    (tmp_path / "feed.xml").write_text(FEED)
    (article,) = read_articles([str(tmp_path / "feed.xml")])
    assert (article.id, article.publisher, article.date) == (
        "http://arnor.example/1", "Arnor wire", date(2024, 3, 5),
    )  # fmt: skip
    assert article.text.startswith(TEXT)
    assert "<p>" not in article.text
