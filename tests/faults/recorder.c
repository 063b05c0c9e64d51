/* Writes down what a process does to the files of one journal, so that a power cut can be played afterwards.
 *
 * LD_PRELOAD it; FAULTS_RECORD names the log, FAULTS_JOURNAL the path that every recorded file begins with.
 * A record is appended after the call has returned: what is missing at the end was never acknowledged.
 *
 *   op (1 byte: W write, T truncate, S sync, U unlink, R rename), length of the path (2), offset (8),
 *   length of the data (8), path, data; little-endian as the machine is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int log_fd = -2;
static const char *journal;
static size_t journal_length;

static int is_recorded(const char *path) {
    if (log_fd == -2) {
        const char *name = getenv("FAULTS_RECORD");
        journal = getenv("FAULTS_JOURNAL");
        if (!name || !journal) { log_fd = -1; return 0; }
        journal_length = strlen(journal);
        log_fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    }
    if (log_fd < 0 || strncmp(path, journal, journal_length) != 0) return 0;
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int before = errno;
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = before;
    if (length <= 0) return 0;
    path[length] = 0;
    return is_recorded(path);
}

static void record(char op, const char *path, uint64_t offset, const void *data, uint64_t length) {
    static ssize_t (*real)(int, const struct iovec *, int);
    if (!real) real = dlsym(RTLD_NEXT, "writev");
    unsigned char head[19];
    uint16_t named = (uint16_t)strlen(path);
    int before = errno;
    head[0] = (unsigned char)op;
    memcpy(head + 1, &named, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &length, 8);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, named}, {(void *)data, length}};
    if (real(log_fd, parts, 3) != (ssize_t)(sizeof head + named + length)) abort();
    errno = before;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define PWRITE(name) \
    ssize_t name(int fd, const void *data, size_t length, off_t offset) { \
        REAL(name); \
        char path[PATH_MAX]; \
        ssize_t done = real(fd, data, length, offset); \
        if (done > 0 && path_of(fd, path)) record('W', path, (uint64_t)offset, data, (uint64_t)done); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *data, size_t length) {
    REAL(write);
    char path[PATH_MAX];
    int ours = fd > 2 && path_of(fd, path);
    off_t offset = ours ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real(fd, data, length);
    if (ours && done > 0) record('W', path, (uint64_t)offset, data, (uint64_t)done);
    return done;
}

#define TRUNCATE(name) \
    int name(int fd, off_t length) { \
        REAL(name); \
        char path[PATH_MAX]; \
        int failed = real(fd, length); \
        if (!failed && path_of(fd, path)) record('T', path, (uint64_t)length, "", 0); \
        return failed; \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define SYNC(name) \
    int name(int fd) { \
        REAL(name); \
        char path[PATH_MAX]; \
        int failed = real(fd); \
        if (!failed && path_of(fd, path)) record('S', path, 0, "", 0); \
        return failed; \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *name) {
    REAL(unlink);
    int failed = real(name);
    if (!failed && is_recorded(name)) record('U', name, 0, "", 0);
    return failed;
}

int rename(const char *old, const char *name) {
    REAL(rename);
    int failed = real(old, name);
    if (!failed && (is_recorded(old) || is_recorded(name))) record('R', old, 0, name, strlen(name));
    return failed;
}
