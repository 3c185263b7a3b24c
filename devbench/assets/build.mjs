// Builds every `*.bundle.*` of the given apps as the Desk expects them, and lists them in
// assets.json. Frappe's package on PyPI has the sources but not the build scripts.
//
//   node build.mjs '{"node_modules": …, "assets": …, "include": […], "apps": [{…}]}'
//
// node_modules  folder of npm's packages
// assets        the folder `sites/assets`, which holds assets.json and assets-rtl.json
// include       folders that a stylesheet's or a script's import may start from
// apps          [{name, public, dist, url}]: sources, the folder to write, its public address
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const settings = JSON.parse(process.argv[2]);
const load = createRequire(path.join(settings.node_modules, "here.js"));
const esbuild = load("esbuild");
const sass = load("sass");
const postcss = load("postcss");
const autoprefixer = load("autoprefixer");
const rtlcss = load("rtlcss");
const vue = load("esbuild-plugin-vue3");

const BUNDLE = /\.bundle\.(js|css|scss)$/;
const browsers = autoprefixer({ overrideBrowserslist: ["last 2 versions", "> 1%"] });

/** An HTML template becomes an entry of `frappe.templates`, named as its file. */
const templates = {
    name: "frappe-templates",
    setup(build) {
        build.onLoad({ filter: /\.html$/ }, (args) => ({
            contents: templateScript(path.basename(args.path, ".html"), args.path),
            loader: "js",
        }));
    },
};

function templateScript(name, file) {
    // Frappe writes its templates for a literal of this kind: some escape characters for it.
    const html = fs.readFileSync(file, "utf8").replace(/`/g, "\\`");
    return `frappe.templates[${JSON.stringify(name)}] = \`${html}\`;`;
}

/** SCSS and CSS: imports resolved from npm's packages and from the apps, then prefixed. */
const stylesheets = {
    name: "stylesheets",
    setup(build) {
        build.onLoad({ filter: /\.scss$/ }, async (args) => ({
            contents: await prefixed(compiled(args.path), args.path),
            loader: "css",
            resolveDir: path.dirname(args.path),
        }));
    },
};

function compiled(file) {
    const result = sass.renderSync({
        file,
        includePaths: [settings.node_modules, ...settings.include],
        quietDeps: true,
        logger: sass.Logger.silent,
        importer: (url) => ({ file: url.replace(/^~/, "").replace(/\.css$/, "") }),
    });
    return result.css.toString();
}

async function prefixed(css, from) {
    return (await postcss([browsers]).process(css, { from, map: false })).css;
}

/** What the server serves itself is left alone: absolute addresses, images, fonts. */
const served = {
    name: "served-files",
    setup(build) {
        build.onResolve({ filter: /^\/assets\// }, (args) => ({ path: args.path, external: true }));
        build.onResolve({ filter: /\.(png|jpe?g|gif|svg|eot|ttf|woff2?)([?#].*)?$/ }, (args) =>
            args.kind === "url-token" ? { path: args.path, external: true } : undefined,
        );
    },
};

function bundlesBelow(folder) {
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory())
            return ["dist", "node_modules"].includes(entry.name) ? [] : bundlesBelow(file);
        return BUNDLE.test(entry.name) ? [file] : [];
    });
}

function entryPoints(app) {
    const points = {};
    for (const file of bundlesBelow(app.public)) {
        const kind = file.endsWith(".js") ? "js" : "css";
        points[`${kind}/${path.basename(file).replace(/\.(js|css|scss)$/, "")}`] = file;
    }
    return points;
}

async function buildApp(app) {
    fs.rmSync(app.dist, { recursive: true, force: true });
    const result = await esbuild.build({
        entryPoints: entryPoints(app),
        outdir: app.dist,
        entryNames: "[dir]/[name].[hash]",
        bundle: true,
        minify: true,
        metafile: true,
        sourcemap: false,
        legalComments: "none",
        target: ["es2017"],
        define: {
            "process.env.NODE_ENV": '"production"',
            __VUE_OPTIONS_API__: "true",
            __VUE_PROD_DEVTOOLS__: "false",
        },
        nodePaths: [settings.node_modules, ...settings.include],
        plugins: [served, templates, stylesheets, vue()],
        logLevel: "error",
    });
    return Object.keys(result.metafile.outputs).map((file) => path.resolve(file));
}

/** The styles of a script's components travel inside the script, set when it runs. */
function inlineStyles(files) {
    const styles = files.filter(
        (file) => file.endsWith(".css") && path.basename(path.dirname(file)) === "js",
    );
    for (const style of styles) {
        const name = bundleName(style).replace(/css$/, "js");
        const script = files.find((file) => bundleName(file) === name);
        const css = JSON.stringify(fs.readFileSync(style, "utf8"));
        fs.appendFileSync(script, `\nfrappe.dom.set_style(${css});\n`);
        fs.rmSync(style);
    }
    return files.filter((file) => !styles.includes(file));
}

function bundleName(file) {
    return path.basename(file).replace(/\.[A-Z0-9]{8}\.(js|css)$/, ".$1");
}

function mirrored(app, file) {
    const target = file.replace(`${path.sep}css${path.sep}`, `${path.sep}css-rtl${path.sep}`);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, rtlcss.process(fs.readFileSync(file, "utf8")));
    return address(app, target);
}

function address(app, file) {
    return `${app.url}/${path.relative(app.dist, file).split(path.sep).join("/")}`;
}

function addTo(listing, entries) {
    const file = path.join(settings.assets, listing);
    const known = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
    const all = Object.entries({ ...known, ...entries }).sort(([a], [b]) => (a < b ? -1 : 1));
    fs.writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(all), null, 2) + "\n");
    fs.renameSync(`${file}.new`, file);
}

for (const app of settings.apps) {
    const files = inlineStyles(await buildApp(app));
    const plain = Object.fromEntries(files.map((file) => [bundleName(file), address(app, file)]));
    const styles = files.filter((file) => file.endsWith(".css"));
    const rtl = Object.fromEntries(
        styles.map((file) => [`rtl_${bundleName(file)}`, mirrored(app, file)]),
    );
    addTo("assets.json", plain);
    addTo("assets-rtl.json", rtl);
    console.log(`${app.name}: ${files.length} bundles`);
}
