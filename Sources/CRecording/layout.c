// Proof that the records have the sizes that records.h promises; no code.
#include "CRecording.h"

_Static_assert(sizeof(sp_header) <= SP_CELL_BYTES, "the header is one cell");
_Static_assert(sizeof(sp_function) == SP_CELL_BYTES, "a function is one cell");
_Static_assert(sizeof(sp_node) == SP_CELL_BYTES, "a node is one cache line");
_Static_assert(sizeof(sp_open_call) * 4 == SP_CELL_BYTES, "four open calls fill a cell");
_Static_assert(sizeof(sp_thread) == 3 * SP_CELL_BYTES, "a thread is three cells");
_Static_assert(sizeof(sp_extras) == SP_CELL_BYTES, "extras are one cell");
_Static_assert(sizeof(sp_task) == SP_CELL_BYTES, "a task is one cell");
_Static_assert(sizeof(sp_parked_stack) == SP_CELL_BYTES, "a parked stack is one cell");
_Static_assert(sizeof(sp_folded) == 2 * SP_CELL_BYTES, "a folded record is two cells");
