/*
 * Faults under a process that was started with this library preloaded: calls on files below a folder fail, or end the process, at
 * the n-th of them; and the wall clock is off by some milliseconds, while the monotonic one is not. Both are ruled at any time
 * through a small file that the test and the process share.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* As faults.ts writes it: 64-bit whole numbers. */
struct rule {
	int64_t clock_ms;
	/* Of the kinds below, the calls that count. */
	int64_t kinds;
	/* The calls counted so far, and which of them is the first to fail; 0: none. */
	int64_t calls;
	int64_t first;
	/* How many fail from then on. */
	int64_t times;
	/* What a failing call says; 0: the process is killed before the call. */
	int64_t error;
	int64_t failed;
};

enum { WRITE = 1, SYNC = 2, CUT = 4, OPEN = 8, READ = 16, MOVE = 32, REMOVE = 64 };
enum { MOST_FILES = 4096 };

static struct rule *rule;
static const char *folder;
static char is_below[MOST_FILES];

#define REAL(name) \
	static __typeof__(name) *real; \
	if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
	const char *path = getenv("FAULTS_RULE");
	folder = getenv("FAULTS_BELOW");
	if (!path) return;
	int file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0) return;
	void *shared = mmap(NULL, sizeof(struct rule), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (shared != MAP_FAILED) rule = shared;
	close(file);
}

static int fails(int kind) {
	if (!rule || !(rule->kinds & kind)) return 0;
	int64_t call = __atomic_add_fetch(&rule->calls, 1, __ATOMIC_SEQ_CST);
	if (rule->first == 0 || call < rule->first || call >= rule->first + rule->times) return 0;
	__atomic_add_fetch(&rule->failed, 1, __ATOMIC_SEQ_CST);
	if (rule->error == 0) kill(getpid(), SIGKILL);
	errno = (int)rule->error;
	return 1;
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && is_below[file]; }

static int opened(int file, int watched) {
	if (file >= 0 && file < MOST_FILES) is_below[file] = (char)watched;
	return file;
}

static int watches(const char *path) { return folder && strncmp(path, folder, strlen(folder)) == 0; }

#define OPENING(name) \
	int name(const char *path, int flags, ...) { \
		va_list rest; \
		va_start(rest, flags); \
		mode_t mode = va_arg(rest, mode_t); \
		va_end(rest); \
		REAL(name); \
		int watched = watches(path); \
		if (watched && fails(OPEN)) return -1; \
		return opened(real(path, flags, mode), watched); \
	}
OPENING(open)
OPENING(open64)

int close(int file) {
	REAL(close);
	if (file >= 0 && file < MOST_FILES) is_below[file] = 0;
	return real(file);
}

#define FAILING(type, name, kind, parameters, ...) \
	type name parameters { \
		REAL(name); \
		return is_watched(file) && fails(kind) ? -1 : real(__VA_ARGS__); \
	}
FAILING(ssize_t, write, WRITE, (int file, const void *from, size_t size), file, from, size)
FAILING(ssize_t, pwrite, WRITE, (int file, const void *from, size_t size, off_t at), file, from, size, at)
FAILING(ssize_t, pwrite64, WRITE, (int file, const void *from, size_t size, off64_t at), file, from, size, at)
FAILING(ssize_t, read, READ, (int file, void *to, size_t size), file, to, size)
FAILING(ssize_t, pread, READ, (int file, void *to, size_t size, off_t at), file, to, size, at)
FAILING(ssize_t, pread64, READ, (int file, void *to, size_t size, off64_t at), file, to, size, at)
FAILING(int, fsync, SYNC, (int file), file)
FAILING(int, fdatasync, SYNC, (int file), file)
FAILING(int, ftruncate, CUT, (int file, off_t size), file, size)
FAILING(int, ftruncate64, CUT, (int file, off64_t size), file, size)

int rename(const char *from, const char *to) {
	REAL(rename);
	return watches(from) && fails(MOVE) ? -1 : real(from, to);
}

#define REMOVING(name) \
	int name(const char *path) { \
		REAL(name); \
		return watches(path) && fails(REMOVE) ? -1 : real(path); \
	}
REMOVING(unlink)
REMOVING(remove)
REMOVING(rmdir)

static int64_t off_ms(void) { return rule ? rule->clock_ms : 0; }

int clock_gettime(clockid_t id, struct timespec *now) {
	REAL(clock_gettime);
	int result = real(id, now);
	if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
		int64_t ns = now->tv_nsec + (off_ms() % 1000) * 1000000;
		now->tv_sec += off_ms() / 1000 + (ns < 0 ? -1 : ns / 1000000000);
		now->tv_nsec = ns < 0 ? ns + 1000000000 : ns % 1000000000;
	}
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
	struct timespec exact;
	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *to) {
	struct timespec exact;
	clock_gettime(CLOCK_REALTIME, &exact);
	if (to) *to = exact.tv_sec;
	return exact.tv_sec;
}
