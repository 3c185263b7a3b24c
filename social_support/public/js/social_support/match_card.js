import * as format from "./format.js";
import { basis_words } from "./linking.js";

/** An author beside the customer, lead or contact who may be the same, and what speaks for it. */
export function match_html({ author, party, evidence, basis }) {
    return `<div class="social-pair">
            <section>${author_side(author)}</section>
            <div class="social-same" aria-hidden="true">=&nbsp;?</div>
            <section>${party_side(party)}</section>
        </div>
        <div class="social-note"><b>${__("What speaks for it")}</b>
            ${format.pill(basis_words(basis), "blue")}
            <div>${format.text_html(evidence)}</div></div>`;
}

function author_side(author) {
    const out = format.outside_link(author.url, `${format.escape(author.network_label)} ↗`);
    return `<h5>${__("Author")}</h5>
        <div class="social-who">${format.author_html(author)}</div>
        <div class="text-muted">${out || format.escape(author.network_label)}</div>
        ${
            author.bio
                ? `<p class="text-muted social-bio" dir="auto">${format.escape(author.bio)}</p>`
                : ""
        }
        ${author.post ? post_html(author.post) : ""}`;
}

function post_html({ text, posted_on, visibility }) {
    const mark = visibility === "Private" ? format.private_mark() : "";
    return `<blockquote><div class="social-text" dir="auto">${format.escape(text)}</div>
        <footer>${mark} ${format.when(posted_on)}</footer></blockquote>`;
}

function party_side({ doctype, name, title, facts }) {
    const number = title === name ? "" : `<div class="text-muted">${format.escape(name)}</div>`;
    const lines = facts.map((fact) => `<div class="text-muted">${format.escape(fact)}</div>`);
    return `<h5>${__(doctype)}</h5>
        <div class="social-who"><b>${format.desk_link(doctype, name, title)}</b></div>
        ${number}${lines.join("")}`;
}
