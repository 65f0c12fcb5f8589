/* Counts the calls that change something below one folder (or those that read or look there), and kills the process or
 * fails before the one that is asked for. Loaded by LD_PRELOAD. A forked child arms it through fault_arm, a program of its own
 * through the environment. Threads count together. Or it stops before each call, and before each that locks, until it
 * is its turn. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define STAYS 1 /* each further call fails as well; of reads, each of the same file */
#define READS 2 /* count calls that read or look, not those that change */
#define HALF 4  /* a write that is struck still takes half of its data */
#define DATA 8  /* the log holds what is written */

static char folder[PATH_MAX], struck[PATH_MAX];
static size_t folder_length;
static atomic_long seen, target;
static atomic_int failing;
static int last_errno, how;
static FILE *names;
static struct { atomic_long left, looks; } *turn; /* calls that it may make yet; whether it stands before a read or rename */
static pid_t turns_of;

/* Watch the calls below `path`; at call number `at` (0: never) kill for `code` 0, else fail with errno `code`. `log`
 * names each call there. */
void fault_arm(const char *path, long at, int code, int in_which_way, const char *log) {
    folder_length = 0;
    FILE *opened = log ? fopen(log, "we") : NULL;
    if (names) fclose(names);
    snprintf(folder, sizeof folder, "%s", path);
    last_errno = code;
    how = in_which_way;
    names = opened;
    atomic_store(&failing, 0);
    atomic_store(&seen, 0);
    atomic_store(&target, at);
    folder_length = strlen(folder);
}

/* From now on, stop before each call when none is left in `given`, which others see and write too, until a SIGCONT. A
 * child that is forked from here on doesn't. NULL: stop no more. */
void fault_turns(void *given) { turn = given, turns_of = getpid(); }

/* Stop before this call, if it is time; return whether this process goes by turns. */
int fault_turn(const char *call) {
    if (!turn || turns_of != getpid()) return 0;
    atomic_store(&turn->looks, strstr(call, "read") || !strncmp(call, "rename", 6));
    if (atomic_fetch_sub(&turn->left, 1) <= 0) raise(SIGSTOP);
    return 1;
}

long fault_seen(void) { return atomic_load(&seen); }

__attribute__((constructor)) static void arm_a_program(void) {
    const char *path = getenv("POD_FAULT_FOLDER"), *at = getenv("POD_FAULT_AT"), *code = getenv("POD_FAULT_CODE");
    const char *way = getenv("POD_FAULT_HOW");
    if (path && at && code && way) fault_arm(path, atol(at), atoi(code), atoi(way), getenv("POD_FAULT_LOG"));
}

/* Write the whole path into `whole`; return whether it is below the folder. */
static int is_below(int at, const char *path, char whole[PATH_MAX * 2]) {
    size_t length = 0;
    if (!folder_length || !path) return 0;
    if (path[0] != '/') {
        if (at == AT_FDCWD) {
            if (!getcwd(whole, PATH_MAX)) return 0;
            length = strlen(whole);
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t n = readlink(link, whole, PATH_MAX - 1);
            if (n < 0) return 0;
            length = n;
        }
        whole[length++] = '/';
    }
    snprintf(whole + length, PATH_MAX * 2 - length, "%s", path);
    return !strncmp(whole, folder, folder_length) && (whole[folder_length] == '/' || !whole[folder_length]);
}

static int is_opened_below(int fd, char whole[PATH_MAX * 2]) {
    char link[64];
    if (!folder_length || fd <= 2) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, whole, PATH_MAX - 1);
    if (n < 0) return 0;
    whole[n] = 0;
    return !strncmp(whole, folder, folder_length) && whole[folder_length] == '/';
}

static void note(const char *call, const char *path, const char *to, long number, const void *data, size_t size) {
    static _Thread_local int busy;
    if (!names || busy) return;
    busy = 1;
    flockfile(names);
    fprintf(names, "%ld\t%s\t%s\t%s\t%ld\t", atomic_load(&seen), call, path, to ? to : "", number);
    if (how & DATA)
        for (size_t i = 0; i < size; i++) fprintf(names, "%02x", ((const unsigned char *)data)[i]);
    fputc('\n', names);
    fflush(names);
    funlockfile(names);
    busy = 0;
}

/* Return whether this call must fail. With `is_write` it may have to be done by half first: then return -1. */
static int strikes(int reads, const char *path, int is_write) {
    if (reads != !!(how & READS)) return 0;
    long now = atomic_fetch_add(&seen, 1) + 1;
    if (how & STAYS && atomic_load(&failing) && (!reads || !strcmp(path, struck))) {
        errno = last_errno;
        return 1;
    }
    if (now != atomic_load(&target)) return 0;
    if (is_write && how & HALF) return -1;
    if (!last_errno) kill(getpid(), SIGKILL), pause();
    snprintf(struck, sizeof struck, "%s", path);
    atomic_store(&failing, 1);
    errno = last_errno;
    return 1;
}

/* What comes after half of a write was done. */
static ssize_t halved(ssize_t done) {
    if (!last_errno) kill(getpid(), SIGKILL), pause();
    atomic_store(&failing, 1);
    return done;
}

#define REAL(kind, name, ...) \
    static kind (*real)(__VA_ARGS__); \
    if (!real) real = (kind (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WRITES(name, parameters, arguments, by_half, offset, ...) \
    ssize_t name parameters { \
        REAL(ssize_t, #name, __VA_ARGS__); \
        char path[PATH_MAX * 2]; \
        if (is_opened_below(fd, path)) { \
            fault_turn(#name); \
            int struck_now = strikes(0, path, size > 1); \
            if (!(how & READS)) note(#name, path, NULL, offset, data, size); \
            if (struck_now > 0) return -1; \
            if (struck_now < 0) { \
                size /= 2; \
                return halved(real by_half); \
            } \
        } \
        return real arguments; \
    }

/* Where a write goes that names no place. */
static long here(int fd) {
    int flags = fcntl(fd, F_GETFL);
    struct stat found;
    if (flags >= 0 && flags & O_APPEND) return fstat(fd, &found) ? 0 : (long)found.st_size;
    return (long)lseek(fd, 0, SEEK_CUR);
}

WRITES(write, (int fd, const void *data, size_t size), (fd, data, size), (fd, data, size), here(fd), int, const void *, size_t)
WRITES(pwrite, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to), (fd, data, size, to), to, int, const void *, size_t, off_t)
WRITES(pwrite64, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to), (fd, data, size, to), to, int, const void *, size_t, off_t)

#define BY_FD(kind, name, reads, parameters, arguments, fd, number, ...) \
    kind name parameters { \
        REAL(kind, #name, __VA_ARGS__); \
        char path[PATH_MAX * 2]; \
        if (is_opened_below(fd, path)) { \
            fault_turn(#name); \
            int struck_now = strikes(reads, path, 0); \
            if (reads == !!(how & READS)) note(#name, path, NULL, number, NULL, 0); \
            if (struck_now) return -1; \
        } \
        return real arguments; \
    }

BY_FD(ssize_t, writev, 0, (int fd, const struct iovec *parts, int count), (fd, parts, count), fd, 0, int, const struct iovec *, int)
BY_FD(int, fsync, 0, (int fd), (fd), fd, 0, int)
BY_FD(int, fdatasync, 0, (int fd), (fd), fd, 0, int)
BY_FD(int, fchmod, 0, (int fd, mode_t mode), (fd, mode), fd, 0, int, mode_t)
BY_FD(int, ftruncate, 0, (int fd, off_t size), (fd, size), fd, size, int, off_t)
BY_FD(int, ftruncate64, 0, (int fd, off_t size), (fd, size), fd, size, int, off_t)
BY_FD(ssize_t, copy_file_range, 0, (int from, off_t *at, int fd, off_t *to, size_t size, unsigned flags), (from, at, fd, to, size, flags), fd, 0, int, off_t *, int, off_t *, size_t, unsigned)
BY_FD(ssize_t, read, 1, (int fd, void *data, size_t size), (fd, data, size), fd, 0, int, void *, size_t)
BY_FD(ssize_t, pread, 1, (int fd, void *data, size_t size, off_t from), (fd, data, size, from), fd, 0, int, void *, size_t, off_t)
BY_FD(ssize_t, pread64, 1, (int fd, void *data, size_t size, off_t from), (fd, data, size, from), fd, 0, int, void *, size_t, off_t)

/* Copies a file inside the kernel: reads `from` and writes `fd`. */
#define SENDS(name) \
    ssize_t name(int fd, int from, off_t *at, size_t size) { \
        REAL(ssize_t, #name, int, int, off_t *, size_t); \
        char path[PATH_MAX * 2]; \
        int reads = !!(how & READS); \
        if (is_opened_below(reads ? from : fd, path)) { \
            fault_turn(#name); \
            int struck_now = strikes(reads, path, 0); \
            note(#name, path, NULL, here(fd), NULL, 0); \
            if (struck_now) return -1; \
        } \
        return real(fd, from, at, size); \
    }

SENDS(sendfile)
SENDS(sendfile64)

#define BY_PATH(name, parameters, arguments, at, path, other_at, other, ...) \
    int name parameters { \
        REAL(int, #name, __VA_ARGS__); \
        char whole[PATH_MAX * 2], other_whole[PATH_MAX * 2] = ""; \
        if (is_below(at, path, whole)) { \
            fault_turn(#name); \
            is_below(other_at, other, other_whole); \
            int struck_now = strikes(0, whole, 0); \
            if (!(how & READS)) note(#name, whole, other_whole, 0, NULL, 0); \
            if (struck_now) return -1; \
        } \
        return real arguments; \
    }
#define NONE ((const char *)NULL)

BY_PATH(unlink, (const char *path), (path), AT_FDCWD, path, AT_FDCWD, NONE, const char *)
BY_PATH(unlinkat, (int at, const char *path, int flags), (at, path, flags), at, path, AT_FDCWD, NONE, int, const char *, int)
BY_PATH(rmdir, (const char *path), (path), AT_FDCWD, path, AT_FDCWD, NONE, const char *)
BY_PATH(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, AT_FDCWD, NONE, const char *, mode_t)
BY_PATH(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), at, path, AT_FDCWD, NONE, int, const char *, mode_t)
BY_PATH(rename, (const char *from, const char *path), (from, path), AT_FDCWD, path, AT_FDCWD, from, const char *, const char *)
BY_PATH(renameat, (int at, const char *from, int to, const char *path), (at, from, to, path), to, path, at, from, int, const char *, int, const char *)
BY_PATH(link, (const char *from, const char *path), (from, path), AT_FDCWD, path, AT_FDCWD, from, const char *, const char *)
BY_PATH(linkat, (int at, const char *from, int to, const char *path, int flags), (at, from, to, path, flags), to, path, at, from, int, const char *, int, const char *, int)
BY_PATH(symlink, (const char *from, const char *path), (from, path), AT_FDCWD, path, AT_FDCWD, from, const char *, const char *)
BY_PATH(truncate, (const char *path, off_t size), (path, size), AT_FDCWD, path, AT_FDCWD, NONE, const char *, off_t)
BY_PATH(chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, AT_FDCWD, NONE, const char *, mode_t)
BY_PATH(utimensat, (int at, const char *path, const struct timespec times[2], int flags), (at, path, times, flags), at, path, AT_FDCWD, NONE, int, const char *, const struct timespec[2], int)

int flock(int fd, int what) {
    REAL(int, "flock", int, int);
    char path[PATH_MAX * 2];
    if (turn && is_opened_below(fd, path)) fault_turn("flock");
    return real(fd, what);
}

/* Looks at what is there: that is to read, too. */
#define LOOKS(kind, name, fails, parameters, arguments, at, path, ...) \
    kind name parameters { \
        REAL(kind, #name, __VA_ARGS__); \
        char whole[PATH_MAX * 2]; \
        if ((turn || how & READS) && is_below(at, path, whole)) { \
            fault_turn(#name); \
            int struck_now = strikes(1, whole, 0); \
            if (how & READS) note(#name, whole, NULL, 0, NULL, 0); \
            if (struck_now) return fails; \
        } \
        return real arguments; \
    }

LOOKS(DIR *, opendir, NULL, (const char *path), (path), AT_FDCWD, path, const char *)
LOOKS(int, stat, -1, (const char *path, struct stat *found), (path, found), AT_FDCWD, path, const char *, struct stat *)
LOOKS(int, lstat, -1, (const char *path, struct stat *found), (path, found), AT_FDCWD, path, const char *, struct stat *)
LOOKS(int, fstatat, -1, (int at, const char *path, struct stat *found, int flags), (at, path, found, flags), at, path, int, const char *, struct stat *, int)
LOOKS(int, stat64, -1, (const char *path, struct stat64 *found), (path, found), AT_FDCWD, path, const char *, struct stat64 *)
LOOKS(int, lstat64, -1, (const char *path, struct stat64 *found), (path, found), AT_FDCWD, path, const char *, struct stat64 *)
LOOKS(int, fstatat64, -1, (int at, const char *path, struct stat64 *found, int flags), (at, path, found, flags), at, path, int, const char *, struct stat64 *, int)
LOOKS(int, statx, -1, (int at, const char *path, int flags, unsigned mask, struct statx *found), (at, path, flags, mask, found), at, path, int, const char *, int, unsigned, struct statx *)
LOOKS(int, access, -1, (const char *path, int mode), (path, mode), AT_FDCWD, path, const char *, int)

#define CHANGES (O_CREAT | O_TRUNC)

#define OPENS(name, at, parameters, ...) \
    int name parameters { \
        REAL(int, #name, __VA_ARGS__, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        char whole[PATH_MAX * 2]; \
        int reads = !(flags & CHANGES); \
        if ((turn || reads == !!(how & READS)) && is_below(at, path, whole)) { \
            fault_turn(#name); \
            int struck_now = strikes(reads, whole, 0); \
            note(#name, whole, NULL, flags, NULL, 0); \
            if (struck_now) return -1; \
        } \
        return real(OPENED_AS, flags, mode); \
    }

#define OPENED_AS path
OPENS(open, AT_FDCWD, (const char *path, int flags, ...), const char *)
OPENS(open64, AT_FDCWD, (const char *path, int flags, ...), const char *)
#undef OPENED_AS
#define OPENED_AS at, path
OPENS(openat, at, (int at, const char *path, int flags, ...), int, const char *)
OPENS(openat64, at, (int at, const char *path, int flags, ...), int, const char *)
