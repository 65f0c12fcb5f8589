"""Keys are set where the template tells of them, and its comments stay."""

from radkind_pod.sources.feed_import.yaml_keys import text_of, with_keys

TEXT = """\
# The name.
title: x
# Giving.
# funding:
#   url: https://example.org
hosts: []
list:
  - a

  - b
last: 1
"""


def test_a_key_takes_its_own_place_or_the_one_behind_its_comment() -> None:
    assert with_keys(TEXT, {"title": '"y"', "funding": "{url: z}", "hosts": "\n  - a"}) == (
        TEXT.replace("title: x", 'title: "y"')
        .replace("#   url: https://example.org\n", "#   url: https://example.org\nfunding: {url: z}\n")
        .replace("hosts: []", "hosts:\n  - a")
    )


def test_a_key_without_a_value_goes_and_an_unknown_one_comes_last() -> None:
    assert with_keys("# a\na: 1\nb: 2\n", {"a": None, "c": "3"}) == "# a\nb: 2\n\nc: 3\n"


def test_text_with_signs_of_regular_expressions_is_written_as_it_is() -> None:
    assert with_keys("a: 1\n", {"a": r'"\1 \g<0>"'}) == 'a: "\\1 \\g<0>"\n'


def test_text_that_a_block_can_not_hold_is_quoted() -> None:
    assert text_of("a\n\nb") == "|\n  a\n\n  b"
    assert text_of(" a\nb") == '" a\\nb"'
