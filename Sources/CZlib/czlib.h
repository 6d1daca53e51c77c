// zlib, as the system has it: what gzip and the report's page need.
#include <zlib.h>
