"""What the customers of the demonstration write, one beat after the other. Plain data.

`{number}` becomes an order number. Names are those of people.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["public", "direct", "follow_up", "edit", "delete", "share"]


@dataclass(frozen=True)
class Beat:
    """One thing that somebody does.

    public, direct: a new post. follow_up: an answer to one's own newest post. edit: one's own
    newest post reads like this from now on. delete: it is gone. share: everybody else shares it.
    """

    who: str
    kind: Kind
    text: str = ""


def _public(who: str, text: str) -> Beat:
    return Beat(who, "public", text)


def _direct(who: str, text: str) -> Beat:
    return Beat(who, "direct", text)


OPENING = (
    _public(
        "anna_p",
        "@shop Third day without my drill, and nobody answers. Order {number}. The D-200 stopped "
        "working after a week. This is unacceptable.",
    ),
    _public("george_m", "@shop Do you have spare chucks for the D-200 in stock?"),
    _direct(
        "dimitar_g",
        "@shop Здравейте, кога ще пристигне поръчка {number}? Пишете ми на "
        "dimitar@georgiev.example. Благодаря!",
    ),
    _public("hristo_k", "@shop Браво! Отлично обслужване, препоръчвам ви. #drillco"),
    _public("ivan_petrov", "@shop Is it possible to rent the big sander for a weekend?"),
)
GOING_ON = (
    _public(
        "clara_weiss", "@shop The new saw guard is cracked straight out of the box. Defective!"
    ),
    Beat("clara_weiss", "share"),
    _public("boris_builds", "Ten sites, ten drills, no failures this year. Thank you. #drillco"),
    Beat("anna_p", "follow_up", "@shop Still waiting. Shall I buy one somewhere else?"),
    _public(
        "elena_st", "@shop Имате ли шлайфа P-7 в наличност? Колко струва доставката до Бургас?"
    ),
    _public("milo_chen", "@shop Your site is down for me, I can't log in. Anybody else?"),
    Beat("milo_chen", "edit", "@shop Your site was down for me this morning, now I can log in."),
    _direct("julia_novak", "@shop I was overcharged on order {number}: 189 twice. Can you check?"),
    _public("ivan_varna", "@shop Where can I find the manual of the S-45?"),
    _public(
        "kiril_rent", "@shop We would be happy with a bigger carrying case. You should add one."
    ),
    _public("hristo_k", "@shop Циркулярът S-45 не се включва след смяната на диска. Гаранция?"),
    Beat("george_m", "follow_up", "@shop And how long does delivery to Varna take?"),
    _public("george_m", "@shop the sander is rubbish, worst purchase ever"),
    Beat("george_m", "delete"),
    _public("elena_st", "Най-добрите инструменти, които съм имала. Благодаря! #drillco"),
    _public("boris_builds", "@shop What time do you open on Saturdays?"),
    _direct("anna_p", "@shop My phone is on until six if you prefer to talk about {number}."),
    _public("julia_novak", "@shop Fantastic workshop yesterday, I learned a lot. #drillco"),
    _public("dimitar_g", "@shop Може ли да върна неотворена батерия? Поръчка {number}."),
)
THANKS = {"en": "@shop Thank you for the quick answer!", "bg": "@shop Благодаря за бързия отговор!"}

OUTAGE = (
    "@shop Your shop is down since ten. I can't log in.",
    "@shop Site down again? I need that order today!",
    "@shop Server error when I pay. Is it only me?",
    "@shop Сайтът не работи! Не мога да вляза.",
    "@shop is down, cannot log in, and nobody says a word",
)
