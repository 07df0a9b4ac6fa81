// Stands in front of glibc's allocator and counts while a count is on; with none on it costs one load.
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

static atomic_bool counting;
static atomic_long count;
static atomic_long held;

void allocations_begin(void) {
  atomic_store(&count, 0);
  atomic_store(&held, 0);
  atomic_store(&counting, 1);
}

long allocations_end(void) {
  atomic_store(&counting, 0);
  return atomic_load(&count);
}

long allocations_held(void) { return atomic_load(&held); }

#ifdef __GLIBC__
#include <malloc.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static int is_counting(void) { return atomic_load_explicit(&counting, memory_order_relaxed); }

static void hold(long bytes) { atomic_fetch_add_explicit(&held, bytes, memory_order_relaxed); }

static void *add(void *memory) {
  if (is_counting()) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    hold((long)malloc_usable_size(memory));
  }
  return memory;
}

void *malloc(size_t size) { return add(__libc_malloc(size)); }
void *calloc(size_t n, size_t size) { return add(__libc_calloc(n, size)); }
void *realloc(void *old, size_t size) {
  size_t before = is_counting() ? malloc_usable_size(old) : 0;
  void *memory = __libc_realloc(old, size);
  // Where it failed the old memory is still there.
  if (memory && before) hold(-(long)before);
  return add(memory);
}
void free(void *memory) {
  if (is_counting()) hold(-(long)malloc_usable_size(memory));
  __libc_free(memory);
}
void *memalign(size_t alignment, size_t size) { return add(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
  void *memory = memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}
#endif
