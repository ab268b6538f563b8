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


def test_a_list_within_an_audience_is_made_at_its_depth() -> None:
    changed = add_item(AUDIENCES, ("strategic", "links"), {"id": "11111111"})
    assert changed == AUDIENCES + '  links:\n    - {id: "11111111"}\n'


@pytest.mark.parametrize("empty", ["links: []", "links: [] # none yet"])
def test_an_empty_list_becomes_one_of_lines(empty: str) -> None:
    changed = add_item(f"name: Acme\n{empty}\n", ("links",), {"id": "11111111"})
    assert changed.startswith('name: Acme\nlinks:\n  - {id: "11111111"}')


def test_a_list_in_one_line_grows() -> None:
    text = "links: [{id: aaaaaaaa}]\n"
    assert add_item(text, ("links",), {"id": "b"}) == 'links: [{id: aaaaaaaa}, {id: "b"}]\n'


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1]", ("links",)),
        ("links: yes\n", ("links",)),
        ("executives: {}\n", ("executives", "links")),
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
    assert set_key("name: A\n# end", "site_id", "abc") == "name: A\nsite_id: abc\n# end"
    assert set_key("name: A # x\nurl: u\n", "name", "B") == "name: B # x\nurl: u\n"
    assert set_key("name: A", "site_id", "abc") == "name: A\nsite_id: abc\n"
