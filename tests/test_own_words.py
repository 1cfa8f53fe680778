import pytest
from traitlets.config.loader import LazyConfigValue

from wres_analysis.documents.document import Document, Line
from wres_analysis.errors import DataFolderError
from wres_analysis.plans.reading import read_plan, read_plans
from wres_analysis.plans.statuses import find_key
from wres_analysis.vocabulary import own_words, use_own_rows, vocabulary_rows


@pytest.fixture(autouse=True)
def package_words():
    yield
    use_own_rows({})


def write_words(data, name, text):
    (data / "vocabulary").mkdir(exist_ok=True)
    (data / "vocabulary" / name).write_text(text, encoding="utf-8")


def test_own_words_are_on_top_of_the_vocabularies_in_the_folder_and_in_one_file(small_data):
    path = small_data / "plans" / "007" / "2022-23 plan.txt"
    path.write_text(path.read_text().replace("Owner", "Wrangler").replace("Complete", "Fettled"))
    write_words(small_data, "headings.csv", "title,how,field\nwrangler,whole,owner\n")
    words = "phrase,status,found_in,followed_by\nFettled,complete,cell,mark\n"
    write_words(small_data, "status_words.csv", words)
    for read in (read_plans(small_data, organisations=["007"]), read_plan(path)):
        assert read.actions["owner"].iloc[0] == "Chief Executive"
        named = read.reading_notes.loc[read.reading_notes["code"].eq("own_words"), "document"]
        assert list(named) == ["vocabulary/headings.csv", "vocabulary/status_words.csv"]


def test_an_own_row_replaces_what_the_package_says_and_is_gone_with_its_folder(tmp_path):
    write_words(tmp_path, "months.csv", "word,month,misprint\nApril,5,\n")
    use_own_rows(own_words(tmp_path).rows)
    assert [row["month"] for row in vocabulary_rows("months") if row["word"] == "april"] == ["5"]
    use_own_rows({})
    assert [row["month"] for row in vocabulary_rows("months") if row["word"] == "april"] == ["4"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("heading.csv", "title,how,field\n", "no vocabulary of this name; did you mean headings.csv"),
        ("headings.txt", "", "no vocabulary of this name"),
        ("headings.csv", "title,field\nx,owner\n", "its columns are others; they are title, how, field"),
        (
            "headings.csv",
            "title,how,field\nx,whole,ownr\n",
            "field 'ownr' is not known; did you mean 'owner'",
        ),
        ("headings.csv", "title,how,field\nx,whole,owner\ny,whole\n", "line 3: it has more or fewer cells"),
        ("headings.csv", "title,how,field\n,whole,owner\n", "line 2: title is blank"),
    ],
)
def test_own_words_that_cannot_hold_are_refused_with_their_line(tmp_path, name, text, said):
    write_words(tmp_path, name, text)
    with pytest.raises(DataFolderError, match=said):
        own_words(tmp_path)


def test_an_object_that_says_yes_to_every_name_is_left_alone(monkeypatch):
    settings = LazyConfigValue()
    monkeypatch.setattr("wres_analysis.vocabulary.headings.settings", settings, raising=False)
    use_own_rows({"months": ({"word": "sprout", "month": "2", "misprint": ""},)})
    assert settings.to_dict() == {}


def test_an_own_colour_is_known_to_the_key_of_a_plan(tmp_path):
    write_words(tmp_path, "status_colours.csv", "colour,letter,status\nteal,,complete\n")
    use_own_rows(own_words(tmp_path).rows)
    lines = (Line("Teal - finished", "p1"), Line("Blue - on track", "p1"))
    assert find_key(Document("a.txt", "txt", lines)).status_of("teal") == "complete"
