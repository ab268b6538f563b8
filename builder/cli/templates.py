"""``tocsin templates``: the words that updates are filled from."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from builder.cli.arguments import add_source
from builder.cli.reading_along import add_show_private, printable, tell

if TYPE_CHECKING:
    from builder.authoring.template_set import TemplateSet
    from builder.model.message_template import MessageTemplate
    from builder.model.site import Site
    from builder.source.scan import Snapshot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list all templates, and what each is for")
    show = actions.add_parser("show", help="print a template's words and its fields")
    copy = actions.add_parser("copy", help="copy shipped templates into the site, to be changed")
    coverage = actions.add_parser("coverage", help="tell which words each audience gets when")
    status = actions.add_parser("status", help="tell which words were approved, and by whom")
    lint = actions.add_parser("lint", help="find what is wrong with the site's own templates")
    show.add_argument("template", metavar="ID", help="its id")
    copy.add_argument("templates", metavar="ID", nargs="+", help="its id, or all")
    for action in (listing, show, copy, coverage, status, lint):
        add_source(action)
        add_show_private(action)
    for action in (listing, coverage, status):
        action.add_argument("--audience", default="", metavar="ID", help="of this audience alone")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for, and return the exit status."""
    from builder.authoring.template_set import template_set
    from builder.cli.site_reading import SiteRefused, readable_site
    from builder.source.scan import scan

    try:
        site = readable_site(arguments.source)
    except SiteRefused as refusal:
        tell(refusal.problems, arguments)
        return 1
    snapshot = scan(arguments.source)
    templates = template_set(snapshot, site)
    if arguments.action == "lint":
        return _lint(templates, site, snapshot, arguments)
    if arguments.action == "copy":
        return _copy(templates, arguments)
    if templates.problems:
        tell(templates.problems, arguments)
    if arguments.action == "show":
        return _show(templates, arguments)
    wanted = getattr(arguments, "audience", "")
    if wanted and wanted not in site.audiences:
        from builder.source.words import shown, suggestion

        print(
            f"There is no audience {shown(wanted)}. {suggestion(wanted, list(site.audiences))}",
            file=sys.stderr,
        )
        return 2
    if arguments.action == "list":
        _list(templates, wanted)
    elif arguments.action == "status":
        return _status(templates, wanted, arguments)
    else:
        _coverage(templates, site, wanted)
    return int(any(problem.is_error for problem in templates.problems))


def _list(templates: TemplateSet, audience: str) -> None:
    by_id: dict[str, list[MessageTemplate]] = {}
    for template in templates.templates:
        if audience in ("", template.audience):
            by_id.setdefault(template.id, []).append(template)
    width = max(map(len, by_id), default=0)
    for name, texts in by_id.items():
        whose = "shipped" if all(each.shipped for each in texts) else "yours"
        languages = ", ".join(each.language for each in texts)
        print(f"{name:{width}}  {whose:7}  {languages:8}  {_purpose(texts[0])}")


def _purpose(template: MessageTemplate) -> str:
    words = [template.audience, template.kind.value]
    if template.stage is not None:
        words.append(template.stage.value)
    if template.occasion != "update":
        words.append(template.occasion.value)
    if template.priority is not None:
        words.append(template.priority.value)
    return ", ".join(words)


def _show(templates: TemplateSet, arguments: argparse.Namespace) -> int:
    found = [each for each in templates.templates if each.id == arguments.template]
    if not found:
        return _unknown(templates, arguments.template)
    for number, template in enumerate(found):
        if number:
            print()
        whose = "shipped" if template.shipped else template.path
        print(f"{template.id} ({template.language}, {whose}): {_purpose(template)}")
        if template.title:
            print(f"title: {template.title}")
        print(f"\n{template.body}\n")
        for field in template.fields:
            optional = ", may stay empty" if field.optional else ""
            options = f": {' / '.join(field.options)}" if field.options else ""
            limit = f", at most {field.limit} characters" if field.type == "text" else ""
            print(f"{{{field.name}}} {field.type.value}{options}{limit}{optional}: {field.ask}")
    return 0


def _unknown(templates: TemplateSet, name: str) -> int:
    from builder.source.words import shown, suggestion

    names = sorted({each.id for each in templates.templates})
    print(f"There is no template {shown(name)}. {suggestion(name, names)}", file=sys.stderr)
    return 2


def _coverage(templates: TemplateSet, site: Site, audience: str) -> None:
    from builder.authoring.template_set import coverage

    for cover in coverage(templates, site):
        if audience in ("", cover.audience):
            when = f"{cover.stage.value}{f' {cover.priority}' if cover.priority else ''}"
            words = "  ".join(f"{key}: {name or '-'}" for key, name in cover.words.items())
            print(f"{cover.audience:17} {when:16} {words}")


def _status(templates: TemplateSet, audience: str, arguments: argparse.Namespace) -> int:
    """Print a line for each text and role: what it has said of the words as they are."""
    from builder.model.approval import roles_of, verdict
    from builder.source.approvals import read_approvals

    reading = read_approvals(arguments.source)
    if reading.problems:
        tell(reading.problems, arguments)
        return 1
    roles = roles_of(reading.approvals)
    if not roles:
        print("nobody has approved anything yet; see `tocsin approve --help`", file=sys.stderr)
    for template in templates.templates:
        if audience not in ("", template.audience):
            continue
        said = []
        for role in roles or ("",):
            found = verdict(template, role, reading.approvals)
            whom = f" ({found.newest.at:%Y-%m-%d}, {found.newest.by})" if found.newest else ""
            said.append(f"{role}: {found.standing}{whom}" if role else found.standing.value)
        print(f"{template.id:30}  {template.language:5}  {'; '.join(said)}")
    return 0


def _lint(
    templates: TemplateSet, site: Site, snapshot: Snapshot, arguments: argparse.Namespace
) -> int:
    from builder.authoring.template_set import lint
    from builder.cli.findings import write_problems
    from builder.source.file_names import TEMPLATES_FOLDER

    names = [each for each in snapshot.problems if each.place.path.startswith(TEMPLATES_FOLDER)]
    problems = (*names, *lint(templates, site))
    write_problems(printable(problems, arguments, os.environ), "text", sys.stdout)
    return int(any(problem.is_error for problem in problems))


def _copy(templates: TemplateSet, arguments: argparse.Namespace) -> int:
    from builder.authoring.template_set import shipped_text
    from builder.source.message_templates import template_path

    known = {each.id for each in templates.templates}
    wanted = known if arguments.templates == ["all"] else set(arguments.templates)
    for name in sorted(wanted - known):
        return _unknown(templates, name)
    for template in templates.templates:
        if template.id not in wanted or not template.shipped:
            continue
        text = shipped_text(template.id, template.language)
        assert text is not None
        path = arguments.source / template_path(template.id, template.language)
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(path)
    return 0
