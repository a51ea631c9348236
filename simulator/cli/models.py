"""`mock-interview models`: which recognisers are here, and fetching a larger one when asked to."""

from __future__ import annotations

import argparse
import sys

from msgspec import structs

from simulator import settings
from simulator.errors import ModelError
from simulator.speech import models
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    if arguments.models_command == "get":
        return _get(arguments.name, sure=arguments.yes)
    return _list()


def _list() -> int:
    try:
        in_use = models.find_model(settings.load())
    except ModelError as error:
        print(plain(str(error)), file=sys.stderr)
        return 1
    for model in models.list_models(settings.load()):
        used = " (in use)" if model.folder == in_use.folder else ""
        print(f"{model.name}{used}  {model.source}")
    print("`mock-interview models get base.en` fetches a larger one, after asking.")
    return 0


def _get(name: str, *, sure: bool) -> int:
    """The only thing in this program that uses the network by itself, and only after a yes."""
    question = models.describe_download(name)
    if not sure:
        if not sys.stdin.isatty():
            raise ModelError("A download has to be confirmed.", "Add --yes to download without being asked.")
        from simulator.cli.plain.lines import confirmed

        if not confirmed(question):
            print("Nothing was downloaded.")
            return 0
    model = models.download(name)
    settings.change(lambda kept: structs.replace(kept, model_folder=str(model.folder)))
    print(f"{model.name} is in {model.folder} and will be used from now on.")
    return 0
