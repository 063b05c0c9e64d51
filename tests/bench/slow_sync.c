/* A disk that takes longer: each sync is followed by a sleep of BENCH_SYNC_MS milliseconds, and of BENCH_SEEK_MS for
   each place, not behind the one before, that was written in that file since the last. LD_PRELOAD it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>

#define FILES 4096

static long places[FILES];
static off_t ends[FILES];

static long named(const char *variable) {
    const char *value = getenv(variable);
    return value ? atol(value) : 0;
}

static void wait_for_the_platter(int fd) {
    static long sync_ms = -1, seek_ms;
    if (sync_ms < 0) {
        seek_ms = named("BENCH_SEEK_MS");
        sync_ms = named("BENCH_SYNC_MS");
    }
    long milliseconds = sync_ms;
    if (fd >= 0 && fd < FILES) {
        milliseconds += seek_ms * places[fd];
        places[fd] = 0;
    }
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    int before = errno;
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
    errno = before;
}

#define SLOW(name) \
    int name(int fd) { \
        static int (*real)(int); \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
        int done = real(fd); \
        wait_for_the_platter(fd); \
        return done; \
    }
SLOW(fsync)
SLOW(fdatasync)

#define COUNTED(name) \
    ssize_t name(int fd, const void *bytes, size_t count, off_t at) { \
        static ssize_t (*real)(int, const void *, size_t, off_t); \
        if (!real) real = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, #name); \
        if (fd >= 0 && fd < FILES) { \
            places[fd] += at != ends[fd]; \
            ends[fd] = at + (off_t)count; \
        } \
        return real(fd, bytes, count, at); \
    }
COUNTED(pwrite)
COUNTED(pwrite64)
