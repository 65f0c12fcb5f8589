/* Counts the calls that change something below one folder, and kills the process or fails before the one that is asked
 * for; or stops before each one, and before each that reads or locks, until somebody says SIGCONT. Loaded by LD_PRELOAD;
 * a forked child arms it through fault_arm and fault_turns. Threads count together. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static size_t folder_length;
static atomic_long seen, target;
static atomic_int failing;
static int last_errno, stays;
static FILE *names;
static atomic_long *turn;
static pid_t turns_of;

/* Watch what changes below `path`; at call number `at` (0: never) kill for `code` 0, else fail with errno `code`, then
 * only once or, with `and_after`, each further time as well. `log` names each call there. */
void fault_arm(const char *path, long at, int code, int and_after, const char *log) {
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    last_errno = code;
    stays = and_after;
    names = log ? fopen(log, "w") : NULL;
    atomic_store(&failing, 0);
    atomic_store(&seen, 0);
    atomic_store(&target, at);
}

/* From now on, stop before each call where `*calls`, which whoever lets this process go on writes, are made. A child that
 * is forked from here on doesn't. NULL: stop no more. */
void fault_turns(atomic_long *calls) { turn = calls, turns_of = getpid(); }

/* Return whether this process goes by turns. */
int fault_turn(void) {
    if (!turn || turns_of != getpid()) return 0;
    if (atomic_fetch_sub(turn, 1) <= 0) raise(SIGSTOP);
    return 1;
}

long fault_seen(void) { return atomic_load(&seen); }

static int below(int at, const char *path) {
    char whole[PATH_MAX * 2];
    if (!folder_length || !path) return 0;
    if (path[0] == '/') return !strncmp(path, folder, folder_length);
    if (at == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t n = readlink(link, whole, PATH_MAX - 1);
        if (n < 0) return 0;
        whole[n] = 0;
    }
    return !strncmp(whole, folder, folder_length);
}

static int opened_below(int fd) {
    char link[64], whole[PATH_MAX];
    if (!folder_length || fd <= 2) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, whole, sizeof whole - 1);
    if (n < 0) return 0;
    whole[n] = 0;
    return !strncmp(whole, folder, folder_length);
}

/* Return whether this call must fail. */
static int strikes(const char *call, const char *path, int fd) {
    long now = atomic_fetch_add(&seen, 1) + 1;
    if (names) {
        char link[64], whole[PATH_MAX] = "";
        if (!path) {
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            ssize_t n = readlink(link, whole, sizeof whole - 1);
            if (n > 0) whole[n] = 0;
        }
        fprintf(names, "%ld %s %s\n", now, call, path ? path : whole);
        fflush(names);
    }
    fault_turn();
    if (stays && atomic_load(&failing)) {
        errno = last_errno;
        return 1;
    }
    if (now != atomic_load(&target)) return 0;
    if (!last_errno) kill(getpid(), SIGKILL), pause();
    atomic_store(&failing, 1);
    errno = last_errno;
    return 1;
}

#define REAL(kind, name, ...) \
    static kind (*real)(__VA_ARGS__); \
    if (!real) real = (kind (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define BY_FD(kind, name, parameters, arguments, ...) \
    kind name parameters { \
        REAL(kind, #name, __VA_ARGS__); \
        if (opened_below(fd) && strikes(#name, NULL, fd)) return -1; \
        return real arguments; \
    }

#define BY_PATH(name, parameters, arguments, at, path, ...) \
    int name parameters { \
        REAL(int, #name, __VA_ARGS__); \
        if (below(at, path) && strikes(#name, path, -1)) return -1; \
        return real arguments; \
    }

BY_FD(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size), int, const void *, size_t)
BY_FD(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to), int, const void *, size_t, off_t)
BY_FD(ssize_t, pwrite64, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to), int, const void *, size_t, off_t)
BY_FD(int, fsync, (int fd), (fd), int)
BY_FD(int, fdatasync, (int fd), (fd), int)
BY_FD(int, ftruncate, (int fd, off_t size), (fd, size), int, off_t)
BY_FD(int, ftruncate64, (int fd, off_t size), (fd, size), int, off_t)
BY_FD(ssize_t, sendfile, (int fd, int from, off_t *at, size_t size), (fd, from, at, size), int, int, off_t *, size_t)
BY_FD(ssize_t, sendfile64, (int fd, int from, off_t *at, size_t size), (fd, from, at, size), int, int, off_t *, size_t)

int flock(int fd, int what) {
    REAL(int, "flock", int, int);
    if (turn && opened_below(fd)) fault_turn();
    return real(fd, what);
}

BY_PATH(unlink, (const char *path), (path), AT_FDCWD, path, const char *)
BY_PATH(unlinkat, (int at, const char *path, int flags), (at, path, flags), at, path, int, const char *, int)
BY_PATH(rmdir, (const char *path), (path), AT_FDCWD, path, const char *)
BY_PATH(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, const char *, mode_t)
BY_PATH(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), at, path, int, const char *, mode_t)
BY_PATH(rename, (const char *from, const char *path), (from, path), AT_FDCWD, path, const char *, const char *)
BY_PATH(renameat, (int at, const char *from, int to, const char *path), (at, from, to, path), to, path, int, const char *, int, const char *)
BY_PATH(link, (const char *from, const char *path), (from, path), AT_FDCWD, path, const char *, const char *)
BY_PATH(linkat, (int at, const char *from, int to, const char *path, int flags), (at, from, to, path, flags), to, path, int, const char *, int, const char *, int)
BY_PATH(symlink, (const char *from, const char *path), (from, path), AT_FDCWD, path, const char *, const char *)
BY_PATH(truncate, (const char *path, off_t size), (path, size), AT_FDCWD, path, const char *, off_t)
BY_PATH(chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, const char *, mode_t)

#define CHANGES (O_CREAT | O_TRUNC | O_APPEND)

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, #name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (flags & CHANGES && below(AT_FDCWD, path) && strikes(#name, path, -1)) return -1; \
        if (!(flags & CHANGES) && turn && below(AT_FDCWD, path)) fault_turn(); \
        return real(path, flags, mode); \
    }

#define OPENS_AT(name) \
    int name(int at, const char *path, int flags, ...) { \
        REAL(int, #name, int, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (flags & CHANGES && below(at, path) && strikes(#name, path, -1)) return -1; \
        if (!(flags & CHANGES) && turn && below(at, path)) fault_turn(); \
        return real(at, path, flags, mode); \
    }

OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)
