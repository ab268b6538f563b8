from markupsafe import Markup

from builder.render.shell import shell_of, slots


def test_slots_are_filled_and_escaped() -> None:
    slot = slots()
    page = Markup("<title>{}</title><a title='{}'>{}</a>{}").format(
        slot["title"], slot["title"], slot["description"], slot["main"]
    )
    shell = shell_of(page)
    filled = shell.filled(title="<t>", description='"d"', icon="i", main=Markup("<p>é</p>"))
    assert filled.decode() == (
        "<title>&lt;t&gt;</title><a title='&lt;t&gt;'>&#34;d&#34;</a><p>é</p>"
    )


def test_shell_is_filled_many_times() -> None:
    shell = shell_of(Markup("[{}]").format(slots()["title"]))
    made = [shell.filled(title, "", "", Markup()) for title in ("a", "b")]
    assert made == [b"[a]", b"[b]"]
