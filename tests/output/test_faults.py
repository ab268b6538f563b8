import errno

from builder.output.faults import from_error


def test_what_the_system_refuses_is_told_with_its_place_and_a_mend() -> None:
    problem = from_error(OSError(errno.ENOSPC, "", "/srv/dist/a.html"), "public").problem

    assert str(problem) == (
        "/srv/dist/a.html: output-failed: can't be written: No space left on device. "
        "Mend this and build again."
    )


def test_an_error_without_a_place_has_the_one_that_is_known() -> None:
    assert from_error(OSError("odd"), "public", "Mend.").problem.place.path == "public"
    assert from_error(OSError(errno.EIO, "", b"/a\xff"), "").problem.place.path == "/a\udcff"
