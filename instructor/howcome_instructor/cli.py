"""The command `howcome`. Each subcommand is imported only when it is asked for."""

import sys
from importlib import import_module

import click

from .errors import BadInput

# One line a subcommand: its name, and where its click command is.
COMMANDS = {
    "check": "howcome_instructor.check.command:check",
    "course": "howcome_instructor.course.command:course",
    "doctor": "howcome_instructor.doctor.command:doctor",
    "export": "howcome_instructor.export.command:export",
    "grade": "howcome_instructor.grade.command:grade",
    "lab": "howcome_instructor.lab.command:lab",
    "new": "howcome_instructor.new.command:new",
    "standards": "howcome_instructor.standards.command:standards",
    "translate": "howcome_instructor.translate.command:translate",
    "written": "howcome_instructor.written.command:written",
}


class Howcome(click.Group):
    """A group that loads lazily and answers a mistake with one plain sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of one subcommand and hand the command over."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        return getattr(import_module(module), attribute)

    def main(self, *args, standalone_mode: bool = True, **kwargs):
        """Run; in standalone mode turn a mistake into one sentence and an exit code."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **kwargs)
        try:
            sys.exit(super().main(*args, standalone_mode=False, **kwargs) or 0)
        except BadInput as error:
            self._refuse(str(error))
        except click.Abort:
            click.echo("Stopped.", err=True)
            sys.exit(1)
        except click.ClickException as error:
            # click's own words, without its "Usage:" lines; they can run over several lines
            command = getattr(getattr(error, "ctx", None), "command_path", None) or "howcome"
            words = " ".join(error.format_message().split())
            if not words.endswith((".", "?", "!")):
                words += "."
            self._refuse(f"{words} `{command} --help` shows what it takes.")

    @staticmethod
    def _refuse(sentence: str) -> None:
        click.echo(sentence, err=True)
        sys.exit(2)


@click.group(cls=Howcome, invoke_without_command=True)
@click.version_option(package_name="howcome", prog_name="howcome", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Howcome: lessons in which pupils probe toy models until they break."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
