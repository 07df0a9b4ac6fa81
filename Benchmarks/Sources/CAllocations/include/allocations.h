#ifndef TROCHLEA_ALLOCATIONS_H
#define TROCHLEA_ALLOCATIONS_H

// Begins a count at zero.
void allocations_begin(void);
// Ends it; the number of allocations since, of all threads. 0 where malloc cannot be replaced.
long allocations_end(void);

#endif
