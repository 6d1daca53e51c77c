#include "CReportPage.h"

// WHY #embed: the page ships inside the library, so that a report needs no file beside it, and its sources stay
// files that an editor and a linter know. It is C23; clang takes it in older C too, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char head[] = {
#embed "page/head.html"
};

static const unsigned char style[] = {
#embed "page/base.css"
    ,
#embed "page/panels.css"
    ,
#embed "page/print.css"
};

static const unsigned char body[] = {
#embed "page/body.html"
};

// One script from several files: later ones may use earlier ones at once, earlier ones later ones in functions.
static const unsigned char script[] = {
#embed "page/numbers.js"
    ,
#embed "page/unpack.js"
    ,
#embed "page/report.js"
    ,
#embed "page/tree.js"
    ,
#embed "page/merge.js"
    ,
#embed "page/tallies.js"
    ,
#embed "page/layout.js"
    ,
#embed "page/palette.js"
    ,
#embed "page/theme.js"
    ,
#embed "page/state.js"
    ,
#embed "page/model.js"
    ,
#embed "page/search.js"
    ,
#embed "page/elements.js"
    ,
#embed "page/painter.js"
    ,
#embed "page/diff.js"
    ,
#embed "page/tooltip.js"
    ,
#embed "page/flame.js"
    ,
#embed "page/flame_input.js"
    ,
#embed "page/columns.js"
    ,
#embed "page/table.js"
    ,
#embed "page/sandwich.js"
    ,
#embed "page/header.js"
    ,
#embed "page/toolbar.js"
    ,
#embed "page/splitter.js"
    ,
#embed "page/keyboard.js"
    ,
#embed "page/print.js"
    ,
#embed "page/main.js"
};

struct sp_page_part sp_page_head(void) { return (struct sp_page_part){head, sizeof head}; }
struct sp_page_part sp_page_style(void) { return (struct sp_page_part){style, sizeof style}; }
struct sp_page_part sp_page_body(void) { return (struct sp_page_part){body, sizeof body}; }
struct sp_page_part sp_page_script(void) { return (struct sp_page_part){script, sizeof script}; }
