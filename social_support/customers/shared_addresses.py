"""Addresses that many people share and that therefore tell nobody apart."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


FREE_MAIL = _words(
    """
    abv.bg mail.bg dir.bg gbg.bg mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru
    gmail.com googlemail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me
    gmx.de gmx.net gmx.at gmx.com web.de t-online.de freenet.de posteo.de mailbox.org arcor.de
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it
    wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz azet.sk freemail.hu citromail.hu
    ziggo.nl kpnmail.nl telenet.be bluewin.ch comcast.net verizon.net att.net btinternet.com
    sky.com talktalk.net zoho.com fastmail.com tutanota.com tuta.com hey.com duck.com
    qq.com 163.com 126.com naver.com rediffmail.com uol.com.br bol.com.br terra.com.br ukr.net
    """
)

FREE_MAIL_BRANDS = _words("yahoo ymail hotmail outlook live msn")
"""These have a domain in many countries: yahoo.de, hotmail.co.uk …"""

SHARED_MAILBOXES = _words(
    """
    info office contact contacts contactus hello hi mail email post sales shop store order orders
    support help helpdesk service services customerservice care team admin administrator webmaster
    postmaster hostmaster abuse noreply no-reply donotreply billing invoice invoices accounting
    accounts finance hr jobs careers press media marketing pr news newsletter privacy security
    kontakt bestellung bestellungen buchhaltung rechnung verkauf vertrieb kundenservice
    contatti commerciale ventas ventes reception company
    """
)

SHARED_HOSTS = _words(
    """
    facebook.com fb.com fb.me messenger.com instagram.com instagr.am threads.net threads.com
    twitter.com x.com t.co linkedin.com lnkd.in youtube.com youtu.be tiktok.com snapchat.com
    pinterest.com reddit.com redd.it twitch.tv discord.com discord.gg vk.com ok.ru bsky.app
    t.me telegram.me telegram.org wa.me whatsapp.com viber.com signal.me skype.com
    mastodon.social mastodon.online mstdn.social joinmastodon.org fosstodon.org mas.to
    linktr.ee linktree.com beacons.ai bio.link campsite.bio lnk.bio about.me linkin.bio taplink.cc
    bit.ly tinyurl.com goo.gl ow.ly buff.ly is.gd rb.gy cutt.ly
    google.com google.bg google.de goo.gle apple.com microsoft.com wikipedia.org imdb.com
    amazon.com amazon.de amazon.co.uk ebay.com ebay.de etsy.com olx.bg aliexpress.com
    trustpilot.com tripadvisor.com booking.com airbnb.com yelp.com glassdoor.com xing.com
    github.com gitlab.com medium.com flickr.com vimeo.com spotify.com soundcloud.com
    patreon.com ko-fi.com buymeacoffee.com paypal.com paypal.me revolut.me keybase.io
    orcid.org matrix.to dropbox.com calendly.com
    """
)
"""Networks, link lists, shorteners, market places: their subdomains are theirs as well."""


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address at this domain."""
    return domain in FREE_MAIL or domain.split(".")[0] in FREE_MAIL_BRANDS


def is_shared_mailbox(local_part: str) -> bool:
    """Whether the part before the @ names an office rather than a person."""
    return local_part.lower().partition("+")[0] in SHARED_MAILBOXES


def is_shared_host(host: str) -> bool:
    """Whether the host, or a domain above it, serves everybody."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in SHARED_HOSTS for start in range(len(labels) - 1))
