"""Small changes to YAML: the rest of the text stays."""

import pytest

from builder.authoring.yaml_edit import EditRefused, add_item, set_in_item, set_key

ACCOUNT = """\
# Our best customer.
name: Acme   # since 2019
components: [checkout]

# the end
"""
AUDIENCES = """\
public: {}
executives:
  reads: [public]   # and more
  links:
    - {id: 0a0b0c0d, for: "The board"}

    # a comment
strategic:
  accounts: true
"""


def test_a_list_is_made_where_there_is_none() -> None:
    assert add_item(ACCOUNT, ("links",), {"id": "1a2b3c4d", "for": 'Jo "J"'}) == ACCOUNT.replace(
        "components: [checkout]\n",
        'components: [checkout]\nlinks:\n  - {id: "1a2b3c4d", for: "Jo \\"J\\""}\n',
    )


def test_an_item_follows_the_last_one() -> None:
    changed = add_item(AUDIENCES, ("executives", "links"), {"id": "11111111"})
    assert '    - {id: 0a0b0c0d, for: "The board"}\n    - {id: "11111111"}\n' in changed
    assert changed.replace('    - {id: "11111111"}\n', "") == AUDIENCES


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", "{links: [NEW]}"),
        ("{reads: [public]}", "{reads: [public], links: [NEW]}"),
        ("{reads: [public],}", "{reads: [public], links: [NEW],}"),
        ("{links: [], name: E}", "{links: [NEW], name: E}"),
        ("{links: [{id: aa}], name: E}", "{links: [{id: aa}, NEW], name: E}"),
        ("{\n  name: E  # ours\n}", "{\n  name: E, links: [NEW]  # ours\n}"),
    ],
)
def test_an_audience_in_one_line_stays_so(before: str, after: str) -> None:
    changed = add_item(f"executives: {before}\n", ("executives", "links"), {"id": "11111111"})
    assert changed == f"executives: {after}\n".replace("NEW", '{id: "11111111"}')


def test_a_list_within_an_audience_is_made_at_its_depth() -> None:
    changed = add_item(AUDIENCES, ("strategic", "links"), {"id": "11111111"})
    assert changed == AUDIENCES + '  links:\n    - {id: "11111111"}\n'


@pytest.mark.parametrize("empty", ["links: []", "links: [] # none yet"])
def test_an_empty_list_becomes_one_of_lines(empty: str) -> None:
    changed = add_item(f"name: Acme\n{empty}\n", ("links",), {"id": "11111111"})
    comment = empty.partition("[]")[2]
    assert changed == f'name: Acme\nlinks:{comment}\n  - {{id: "11111111"}}\n'


def test_a_list_in_one_line_grows() -> None:
    text = "links: [{id: aaaaaaaa}]\n"
    assert add_item(text, ("links",), {"id": "b"}) == 'links: [{id: aaaaaaaa}, {id: "b"}]\n'


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1]", ("links",)),
        ("links: yes\n", ("links",)),
        ("executives:\n", ("executives", "links")),
        ("executives: all\n", ("executives", "links")),
        ("public: {}\n", ("executives", "links")),
        ("a: [\n", ("links",)),
    ],
)
def test_what_cannot_be_changed_for_sure_is_refused(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(EditRefused):
        add_item(text, path, {"id": "11111111"})


def test_a_link_is_revoked_in_its_place() -> None:
    changed = set_in_item(AUDIENCES, ("executives", "links"), "0a0b0c0d", "revoked", True)
    assert '{id: 0a0b0c0d, for: "The board", revoked: true}' in changed
    lines = "links:\n  - id: aaaaaaaa\n    for: x\n  - id: bbbbbbbb\n"
    assert set_in_item(lines, ("links",), "aaaaaaaa", "revoked", True) == lines.replace(
        "    for: x\n", "    for: x\n    revoked: true\n"
    )
    with pytest.raises(EditRefused):
        set_in_item(lines, ("links",), "cccccccc", "revoked", True)


def test_a_key_is_set_or_added() -> None:
    assert set_key("name: A\n# end", "site_id", "abc") == 'name: A\nsite_id: "abc"\n# end'
    assert set_key("name: A # x\nurl: u\n", "name", "B") == 'name: "B" # x\nurl: u\n'
    assert set_key("name: A", "site_id", "12") == 'name: A\nsite_id: "12"\n'
    assert set_key("site_id:\nname: A\n", "site_id", "12") == 'site_id: "12"\nname: A\n'


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_new_lines_end_as_the_others_do(ending: str) -> None:
    text = "# ours\nname: Acme   # since 2019\ncomponents: [checkout]\n\n# the end\n"
    text = text.replace("\n", ending)
    added = add_item(text, ("links",), {"id": "11111111"})
    assert added == text.replace(
        f"[checkout]{ending}", f'[checkout]{ending}links:{ending}  - {{id: "11111111"}}{ending}'
    )
    again = add_item(added, ("links",), {"id": "22222222"})
    assert again.count(ending) == added.count(ending) + 1
    revoked = set_in_item(again, ("links",), "11111111", "revoked", True)
    with_key = set_key(revoked, "site_id", "ab")
    assert with_key.splitlines(keepends=True) == [
        line + ending
        for line in (
            "# ours",
            "name: Acme   # since 2019",
            "components: [checkout]",
            "links:",
            '  - {id: "11111111", revoked: true}',
            '  - {id: "22222222"}',
            'site_id: "ab"',
            "",
            "# the end",
        )
    ]


def test_a_last_line_without_an_end_gets_one() -> None:
    assert set_key("name: A\r\nurl: u", "site_id", "ab") == 'name: A\r\nurl: u\r\nsite_id: "ab"\r\n'


def test_a_byte_order_mark_stays() -> None:
    assert set_key("\ufeffname: A\n", "site_id", "ab") == '\ufeffname: A\nsite_id: "ab"\n'


def test_words_in_lines_keep_their_end() -> None:
    text = "name: A\ndescription: |\n  one\n  two\n\n# end\n"
    changed = set_key(text, "site_id", "ab")
    assert changed.replace('site_id: "ab"\n', "") == text
    in_the_middle = text.replace("# end\n", "url: u\n")
    added = add_item(in_the_middle, ("links",), {"id": "11111111"})
    assert added == in_the_middle + 'links:\n  - {id: "11111111"}\n'


def test_a_key_without_a_value_becomes_a_list() -> None:
    changed = add_item("name: A\nlinks: # none\nurl: u\n", ("links",), {"id": "11111111"})
    assert changed == 'name: A\nlinks: # none\n  - {id: "11111111"}\nurl: u\n'


@pytest.mark.parametrize(
    "text",
    [
        "name: &name A\nlinks: *name\n",
        "links:\n  -\n    id: aaaaaaaa\n",
        "links: [\n]\n",
    ],
)
def test_other_spellings_are_refused_or_changed_rightly(text: str) -> None:
    try:
        changed = add_item(text, ("links",), {"id": "11111111"})
    except EditRefused:
        return
    assert '{id: "11111111"}' in changed


def test_an_item_that_ends_in_lines_of_words_gets_its_key_behind_them() -> None:
    text = "links:\n  - id: aaaaaaaa\n    for: |\n      Jo\n  - id: bbbbbbbb\n"
    changed = set_in_item(text, ("links",), "aaaaaaaa", "revoked", True)
    assert changed == text.replace("      Jo\n", "      Jo\n    revoked: true\n")


def test_what_would_change_another_place_too_is_refused() -> None:
    with pytest.raises(EditRefused, match="for sure"):
        add_item("others: &all [{id: a}]\nlinks: *all\n", ("links",), {"id": "11111111"})


def test_a_revoked_link_is_revoked_for_sure() -> None:
    text = "links:\n  - {id: aaaaaaaa, revoked: false}\n  - {id: bbbbbbbb}\n"
    changed = set_in_item(text, ("links",), "aaaaaaaa", "revoked", True)
    assert changed == text.replace("false", "true")
