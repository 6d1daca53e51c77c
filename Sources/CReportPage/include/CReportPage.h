// The parts of the HTML report's page, as they stand in `page/`, put into the library by the compiler.
#ifndef SWIFTPROF_C_REPORT_PAGE_H
#define SWIFTPROF_C_REPORT_PAGE_H

#include <stddef.h>

// Bytes that live as long as the program. UTF-8, no NUL at the end.
struct sp_page_part {
  const unsigned char *bytes;
  size_t count;
};

// The page is: head, "<style>", style, "</style>", body, the data, "<script type=module>", script, "</script>".
struct sp_page_part sp_page_head(void);
struct sp_page_part sp_page_style(void);
struct sp_page_part sp_page_body(void);
struct sp_page_part sp_page_script(void);

#endif
