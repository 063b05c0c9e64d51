"""The commands. Exit codes: 0 done, 1 failed, 2 wrong use or settings."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from posdesk import __version__
from posdesk.errors import PosdeskError, SettingsError
from posdesk.host import command_line, memory, own_process, private

DONE, FAILED, WRONG_USE = 0, 1, 2
_BEHIND_OTHERS = (["doctor"], ["audit"], ["backup"], ["export"])  # read for long, beside a desk at work


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    private.begin()
    command_line.make_safe()
    words = list(sys.argv[1:] if argv is None else argv)
    _, homeless = _home_option().parse_known_args(words)
    if homeless[:1] == ["simulator"]:  # it has no home and options of its own
        from posdesk.simulator.command import main as simulate

        return simulate(homeless[1:])
    arguments = _parser(words).parse_args(words)
    if argv is None and homeless[:1] in _BEHIND_OTHERS:
        own_process.go_behind()
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except SettingsError as error:
        return _say(error, WRONG_USE)
    except PosdeskError as error:
        return _say(error, FAILED)
    except KeyboardInterrupt:
        return FAILED


def _say(error: Exception, code: int) -> int:
    print(f"posdesk: {error}", file=sys.stderr)
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Of the command that stands in `words` all is known, of the others what a list of them needs."""
    home = _home_option()
    parser = argparse.ArgumentParser(prog="posdesk", description="The order desk.", parents=[home])
    parser.add_argument("--version", action="version", version=f"posdesk {__version__}")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, command, said in (
        ("run", _run, "the desk (as without a command)"),
        ("engine", _engine, "the same engine with no screen"),
    ):
        commands.add_parser(name, parents=[home], help=said).set_defaults(command=command)
    _add_demo(
        commands.add_parser(
            "demo", parents=[home], help="the desk with made-up orders, in a home that is thrown away"
        )
    )
    commands.add_parser("simulator", add_help=False, help="the platforms, played on this PC")
    _add_gateway(
        commands.add_parser("gateway", help="the public end of a chain, which platforms call"), words
    )
    _add_credentials(commands.add_parser("credentials", parents=[home], help="secrets in the OS keyring"))
    _add_receipts(commands.add_parser("receipts", parents=[home], help="a till's receipts"), home, words)
    _add_export(commands.add_parser("export", parents=[home], help="rows to a file"))
    _add_audit(commands.add_parser("audit", parents=[home], help="the audit trail"), home)
    _add_backup(commands.add_parser("backup", parents=[home], help="a copy of the journal, made at any time"))
    _add_restore(
        commands.add_parser(
            "restore", parents=[home], help="a backup in place of the journal; close posdesk first"
        )
    )
    _add_update(
        commands.add_parser("update", parents=[home], help="a newer posdesk, from a folder or an address")
    )
    _add_move(commands.add_parser("move", parents=[home], help="the shop goes to a new PC"), home)
    _add_uninstall_check(
        commands.add_parser("uninstall-check", parents=[home], help="what waits, before posdesk is removed")
    )
    _add_doctor(
        commands.add_parser("doctor", parents=[home], help="what is well here, and what is to be done")
    )
    return parser


def _home_option() -> argparse.ArgumentParser:
    """--home before or after the command: only SUPPRESS keeps the one from wiping out the other.

    Given twice, the later one counts.
    """
    option = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, allow_abbrev=False)
    option.add_argument("--home", type=_folder, metavar="DIR", help="settings, journal and logs live here")
    return option


def _folder(text: str) -> Path:
    """An empty --home is a script's unset variable, never the folder one happens to stand in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("no folder is named")
    return Path(text)


def home_of(arguments: argparse.Namespace) -> Path:
    """The home by --home, else by POSDESK_HOME, else where the OS keeps such things."""
    from posdesk.host.disk import real_path
    from posdesk.settings.settings import default_home

    named = os.environ.get("POSDESK_HOME")
    chosen: Path = getattr(arguments, "home", None) or (Path(named) if named else default_home())
    return real_path(chosen.expanduser())


def _shops_home(arguments: argparse.Namespace) -> Path:
    """Raises SettingsError for the demo's: its made-up orders would be taken for a shop's."""
    from posdesk.settings.settings import DEMO_MARK

    home = home_of(arguments)
    if (home / DEMO_MARK).exists():
        raise SettingsError(f"{home} is the demo's. Open it by posdesk demo --home, or name another home.")
    return home


def _run(arguments: argparse.Namespace) -> int:
    memory.begin_start()
    from posdesk.app import run_desk

    return run_desk(_shops_home(arguments))


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("auto", "zh_CN", "en"), default="auto", help="of the desk")
    parser.add_argument("--theme", choices=("auto", "light", "dark"), default="auto", help="of the desk")
    parser.add_argument(
        "--counters",
        type=_counters,
        default=1,
        metavar="N",
        help="2: two windows of one store, over a chain's gateway and a nats-server on this PC",
    )
    parser.description = (
        "The desk with made-up orders. With --home DIR it is kept there: a new or an empty folder, or an"
        " earlier demo's. POSDESK_HOME never counts here."
    )
    parser.set_defaults(command=_demo)


def _counters(text: str) -> int:
    if text not in {"1", "2"}:
        raise argparse.ArgumentTypeError(f"{text!r} counters can't be shown: say 1 or 2")
    return int(text)


def _demo(arguments: argparse.Namespace) -> int:
    from posdesk.demo import run_demo
    from posdesk.host.disk import real_path

    typed: Path | None = getattr(arguments, "home", None)
    home = real_path(typed.expanduser()) if typed is not None else None
    return run_demo(home, language=arguments.language, theme=arguments.theme, counters=arguments.counters)


def _engine(arguments: argparse.Namespace) -> int:
    memory.begin_start()
    from posdesk.app import run_engine

    return run_engine(_shops_home(arguments))


def _add_gateway(parser: argparse.ArgumentParser, words: Sequence[str]) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="the gateway's own TOML file")
    parser.set_defaults(command=_gateway)
    if "gateway" in words:
        from posdesk.commands.gateway_admin import add_to

        add_to(parser, lambda arguments: home_of(arguments) / "chain")


def _gateway(arguments: argparse.Namespace) -> int:
    if arguments.config is None:
        raise SettingsError("posdesk gateway --config FILE: name the gateway's file.")
    from posdesk.gateway.server import run

    config: Path = arguments.config
    return run(config)


def _add_credentials(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("set", "list", "delete"))
    parser.add_argument("name", nargs="?", help="partner/<name>/appkey, listener/token, staff/<name>/pin …")
    parser.set_defaults(command=_credentials)


def _credentials(arguments: argparse.Namespace) -> int:
    from posdesk.commands.credentials import credentials

    credentials(home_of(arguments), arguments.what, arguments.name)
    return DONE


def _add_receipts(
    parser: argparse.ArgumentParser, home: argparse.ArgumentParser, words: Sequence[str]
) -> None:
    whats = parser.add_subparsers(metavar="WHAT", required=True)
    taking = whats.add_parser(
        "import",
        parents=[home],
        help="receipts from files, each whole or not at all",
        description=_help_of_tables() if "receipts" in words else "",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE", help="*.json, *.jsonl or *.csv")
    taking.set_defaults(command=_import_receipts)


def _help_of_tables() -> str:
    from posdesk.platforms.wdk.table import HELP

    return HELP


def _import_receipts(arguments: argparse.Namespace) -> int:
    from posdesk.commands.receipts import import_files

    return DONE if import_files(home_of(arguments), arguments.files) else FAILED


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("orders", "intents", "receipts", "hours", "audit"))
    parser.add_argument("--from", dest="start", metavar="T", help="ISO 8601; China time without an offset")
    parser.add_argument("--to", dest="end", metavar="T", help="not included")
    parser.add_argument("--format", choices=("csv", "jsonl", "xlsx"), required=True)
    parser.add_argument("-o", dest="target", type=Path, required=True, metavar="FILE")
    parser.add_argument("--with-personal-data", action="store_true", help="unmasked; this is audited")
    parser.set_defaults(command=_export)


def _export(arguments: argparse.Namespace) -> int:
    from posdesk.commands.export import export_rows

    said = export_rows(
        home_of(arguments),
        arguments.what,
        arguments.target,
        arguments.format,
        start=arguments.start,
        end=arguments.end,
        personal=arguments.with_personal_data,
    )
    print(said)
    return DONE


def _add_audit(parser: argparse.ArgumentParser, home: argparse.ArgumentParser) -> None:
    languages = ("auto", "zh_CN", "en")
    parser.add_argument("--language", choices=languages, default="auto", help="of what is said")
    whats = parser.add_subparsers(metavar="WHAT", required=True)
    proving = whats.add_parser("verify", parents=[home], help="is it what posdesk wrote?")
    proving.set_defaults(command=_verify_audit)
    finding = whats.add_parser("find", parents=[home], help="what was done with an order, by whom and when")
    finding.add_argument("order", metavar="ORDER", help="the platform's number, ours, or the pickup number")
    finding.set_defaults(command=_find_in_audit)
    for each in (proving, finding):  # behind the word as well: only SUPPRESS keeps the first one's value
        each.add_argument("--language", choices=languages, default=argparse.SUPPRESS, help="of what is said")


def _verify_audit(arguments: argparse.Namespace) -> int:
    from posdesk.commands.audit import verify

    return verify(home_of(arguments), arguments.language)


def _find_in_audit(arguments: argparse.Namespace) -> int:
    from posdesk.commands.audit import find

    return find(home_of(arguments), arguments.order, arguments.language)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=("auto", "zh_CN", "en"), default="auto", help="of the report")
    parser.add_argument("--json", action="store_true", help="the report for machines")
    parser.add_argument("--online", action="store_true", help="ask the platforms' servers for their time")
    parser.add_argument(
        "--zip", type=Path, metavar="FILE", help="a diagnostic file with nothing secret in it"
    )
    parser.set_defaults(command=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from posdesk.doctor.command import examine

    return examine(
        home_of(arguments),
        language=arguments.language,
        as_json=arguments.json,
        ask_online=arguments.online,
        target=arguments.zip,
    )


def _add_uninstall_check(parser: argparse.ArgumentParser) -> None:
    parser.description = "Exit code 0: nothing waits; 1: something does, or it can't be known."
    parser.add_argument("--language", choices=("auto", "zh_CN", "en"), default="auto", help="of what is said")
    parser.set_defaults(command=_uninstall_check)


def _uninstall_check(arguments: argparse.Namespace) -> int:
    from posdesk.commands.uninstall import uninstall_check
    from posdesk.domain.clock import SystemClock

    said, waits = uninstall_check(home_of(arguments), arguments.language, SystemClock().now())
    print(said)
    return FAILED if waits else DONE


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", dest="target", type=Path, metavar="FILE", help="else <home>/backups, by its date"
    )
    parser.set_defaults(command=_backup)


def _backup(arguments: argparse.Namespace) -> int:
    from posdesk.commands.backup_restore import back_up
    from posdesk.domain.clock import SystemClock

    print(back_up(home_of(arguments), arguments.target, SystemClock().now()))
    return DONE


def _add_update(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only look, and take nothing")
    what.add_argument("--back", action="store_true", help="the version before this one; the journal stays")
    parser.add_argument(
        "--from", dest="place", metavar="FOLDER", help="a folder or https address in place of the settings'"
    )
    parser.set_defaults(command=_update)


def _update(arguments: argparse.Namespace) -> int:
    from posdesk.commands import update
    from posdesk.domain.clock import SystemClock

    home, now = home_of(arguments), SystemClock().now()
    if arguments.back:
        print(update.go_back(home, now))
    else:
        act = update.check if arguments.check else update.update
        print(act(home, arguments.place, now))
    return DONE


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup of a journal")
    parser.add_argument(
        "--after-set-back",
        action="store_true",
        help="the whole disk was set back, and the journal here with it: what came in since is lost",
    )
    parser.set_defaults(command=_restore)


def _restore(arguments: argparse.Namespace) -> int:
    from posdesk.commands.backup_restore import restore_from
    from posdesk.domain.clock import SystemClock

    now, is_back = SystemClock().now(), arguments.after_set_back
    print(restore_from(home_of(arguments), arguments.file, now, after_set_back=is_back))
    return DONE


def _add_move(parser: argparse.ArgumentParser, home: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(metavar="WHAT", required=True)
    packing = whats.add_parser("pack", parents=[home], help="on the old PC: all of it into one file")
    packing.add_argument("folder", type=Path, metavar="FOLDER", help="where the file goes: a stick")
    packing.set_defaults(command=_pack)
    taking = whats.add_parser("in", parents=[home], help="on the new PC: the code is asked for")
    taking.add_argument("file", type=Path, metavar="FILE", help="what was packed on the old PC")
    taking.set_defaults(command=_move_in)


def _pack(arguments: argparse.Namespace) -> int:
    from posdesk.commands.move import pack_for

    print(pack_for(_shops_home(arguments), arguments.folder))
    return DONE


def _move_in(arguments: argparse.Namespace) -> int:
    from posdesk.commands.move import move_in

    print(move_in(_shops_home(arguments), arguments.file))
    return DONE
