"""This machine: what is here and what is missing, larger recognisers, all that is kept of you, and Tab."""

from __future__ import annotations

from simulator.cli.options import Commands, add_yes, command, kinds


def add(commands: Commands) -> None:
    forget = command(
        commands,
        "delete-everything",
        "belongings:delete",
        "delete all that the program keeps of you, after one question",
        "Deletes all that the program keeps of you: sessions with their recordings, prep sheets, the comeback with its letters, banks of yours, settings. It asks once.",
    )
    add_yes(forget)
    doctor = command(commands, "doctor", "doctor:run", "what is here, what is missing, how to mend it")
    doctor.add_argument(
        "--privacy", action="store_true", help="what is kept of you, how to delete it, and every address ever contacted"
    )
    models = kinds(command(commands, "models", "models:run", "list or fetch recogniser models"), "models")
    models.add_parser("list", help="the models there are")
    get = models.add_parser("get", help="download a larger model, after asking")
    get.add_argument("name", metavar="NAME", help="for instance base.en or small.en")
    add_yes(get)
    completion = command(
        commands,
        "completion",
        "completion:run",
        "print what your shell needs to complete commands and names by Tab",
        "Prints what your shell needs so that Tab completes commands, options and your own names.",
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="which shell it is")
