"""What hosts are told: which files there are for which trees, and what none of them says."""

from builder.seal.hosts import NAMES, READERS, HostedTree, host_files
from builder.seal.hosts_headers import checked_headers, sealed_headers, static_headers

CHECKED = HostedTree("b" * 26, "account:acme", sealed=False)
SEALED = HostedTree("a" * 26, "audience:executives", sealed=True)


def test_files_are_there_for_the_kinds_of_trees_that_there_are() -> None:
    assert host_files([], "hash") == {}
    checked = {READERS, "checked.nginx.conf", "checked.caddy"}
    sealed = {READERS, "sealed.nginx.conf", "sealed.caddy", "sealed._headers"}
    assert host_files([CHECKED], "hash").keys() == checked
    assert host_files([SEALED], "hash").keys() == sealed
    assert host_files([CHECKED, SEALED], "hash").keys() == checked | sealed == set(NAMES)


def test_a_host_of_one_kind_is_not_told_of_the_other() -> None:
    files = host_files([CHECKED, SEALED], "hash")
    for name, data in files.items():
        assert (CHECKED.folder.encode() in data) is name.startswith(("checked", READERS)), name
        wanted = name.startswith(("sealed", READERS)) and name != "sealed._headers"
        assert (SEALED.folder.encode() in data) is wanted, name


def test_only_the_operators_own_list_says_who_reads() -> None:
    files = host_files([CHECKED, SEALED], "hash")
    for name, data in files.items():
        assert (b"acme" in data or b"executives" in data) is (name == READERS), name
    lines = files[READERS].decode().splitlines()[1:]
    assert lines == [
        f"{'b' * 26}  checked  account:acme",
        f"{'a' * 26}  sealed   audience:executives",
    ]


def test_the_order_of_trees_does_not_matter() -> None:
    assert host_files([CHECKED, SEALED], "hash") == host_files([SEALED, CHECKED], "hash")


def test_open_pages_have_their_own_style_and_no_script() -> None:
    policy = checked_headers("sha256-abc=")["Content-Security-Policy"]
    assert "style-src 'sha256-abc='" in policy
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy


def test_static_hosts_are_told_the_headers_of_sealed_trees() -> None:
    lines = static_headers(sealed_headers()).splitlines()
    assert [line for line in lines if not line.startswith(("#", " "))] == ["/*"]
    told = dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))
    assert told == sealed_headers()
