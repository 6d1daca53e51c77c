// The middle of numbers of which some may be off.
#ifndef PYTHONBRIDGE_MEDIAN_H
#define PYTHONBRIDGE_MEDIAN_H

#include <stdlib.h>

static inline int median_compare(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

// Of at least one number, none of them NAN; sorts them.
static inline double median(double values[], unsigned count) {
  qsort(values, count, sizeof *values, median_compare);
  return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

#endif
