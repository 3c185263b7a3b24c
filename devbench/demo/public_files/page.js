// Asks for the threads again and again; what comes back is escaped by the server.
const EVERY_MS = 3000;

async function refresh() {
    const answer = await fetch("/threads").catch(() => null);
    if (answer && answer.ok) {
        show(await answer.text());
    }
    setTimeout(refresh, EVERY_MS);
}

function show(html) {
    const place = document.getElementById("threads");
    if (place.dataset.shown === html) {
        return;
    }
    place.dataset.shown = html;
    place.innerHTML = html;
    for (const time of place.querySelectorAll("time")) {
        const when = new Date(time.dateTime);
        time.textContent = when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    }
}

refresh();
