"""The shape of the catalogue's files: dated versions of schemes and items."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from checklists.model import Section
from checklists.policies import Proof, Skip
from checklists.resting import Code, Frozen, Reference, Resting, Text
from checklists.rules import AnyRule


class Document(Frozen):
    """A regulation that references may name."""

    tag: Code
    title: Text


class DocumentsFile(Frozen):
    """`documents.yaml`."""

    documents: tuple[Document, ...]


class ItemVersion(Resting):
    """An item as it holds from a date on; `withdrawn` ends it.

    `skip` and `proof` name policies of the scheme's file.
    """

    start: date = Field(alias="from")
    wording: Text
    note: Text | None = None
    withdrawn: bool = False
    skip: Code | None = None
    proof: Code | None = None
    rule: Annotated[AnyRule, Field(discriminator="kind")]


class ItemFile(Frozen):
    """An item with all its versions."""

    code: Code
    section: Code
    group: Text
    versions: tuple[ItemVersion, ...] = Field(min_length=1)


class SheetFile(Frozen):
    """A file of `sheets/`."""

    sheet: Code
    scheme: Code
    name: Text
    subject: Text
    reference: Reference
    sections: tuple[Section, ...] = Field(min_length=1)
    items: tuple[ItemFile, ...] = Field(min_length=1)


class Policies(Frozen):
    """The policies that items name, each with what it rests on."""

    skip: dict[Code, Skip] = Field(default_factory=dict)
    proof: dict[Code, Proof] = Field(default_factory=dict)


class SchemeFile(Frozen):
    """A file of `schemes/`."""

    scheme: Code
    name: Text
    sheets: tuple[Code, ...] = Field(min_length=1)
    policies: Policies = Field(default_factory=Policies)
    standings: tuple[dict[str, Any], ...] = Field(min_length=1)
    versions: tuple[dict[str, Any], ...] = Field(min_length=1)
