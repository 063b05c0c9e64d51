/* A disk that takes longer: each sync is followed by a sleep of BENCH_SYNC_MS milliseconds. LD_PRELOAD it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_the_platter(void) {
    static long milliseconds = -1;
    if (milliseconds < 0) {
        const char *named = getenv("BENCH_SYNC_MS");
        milliseconds = named ? atol(named) : 0;
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
        wait_for_the_platter(); \
        return done; \
    }
SLOW(fsync)
SLOW(fdatasync)
