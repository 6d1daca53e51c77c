// The module is a header; SwiftPM wants a source.
#include "CSwiftProf.h"
