/* A server's address in, requests a second and their times out: the one client of bench/serve.py, for all protocols and all servers.
 *
 *     cc -O2 -o client bench/client.c -lssl -lcrypto -lpthread
 *     client PROTOCOL ADDRESS PORT CONNECTIONS SECONDS PATH BYTES
 *
 * PROTOCOL is `gopher` (connect, ask, read to the end), `gemini` (the same, with a full TLS handshake and without tickets of earlier ones) or `web`
 * (HTTP/1.1, the connection is kept; the body has a length or comes in chunks). Each of CONNECTIONS threads asks again as soon as it has its answer. Every answer must have BYTES bytes
 * of body (of everything, on Gopher); BYTES 0 takes any and prints the number. The result is one line of JSON: requests, errors, seconds,
 * median and p99 of the times in milliseconds, and the bytes of the last answer.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GOPHER, GEMINI, WEB };
/* Times that a reader can keep; processes that the readers are dealt out to: OpenSSL's locks slow many threads of one. */
#define ROOM 400000L
#define PROCESSES 5

static int protocol, connections;
static struct sockaddr_in server;
static double seconds;
static long expected;
static char request[3000];
static size_t request_length;
static SSL_CTX *context;
static volatile int over;

struct reader {
    pthread_t thread;
    int number;
    long requests, errors, bytes;
    float *times;
};

static void *shared(size_t bytes) {
    void *got = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (got == MAP_FAILED) exit(1);
    return got;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int connected(const struct reader *reader) {
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct timeval limit = {10, 0};
    struct sockaddr_in own = {.sin_family = AF_INET};
    if (s < 0) return -1;
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* Own addresses of the loopback net: one address has too few ports for the connections of a second. */
    setsockopt(s, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    own.sin_addr.s_addr = htonl(0x7f000001u + (unsigned)(reader->number % 200));
    if (bind(s, (struct sockaddr *)&own, sizeof own) || connect(s, (struct sockaddr *)&server, sizeof server)) {
        close(s);
        return -1;
    }
    return s;
}

/* Bytes of the answer, -1 where it failed. */
static long ask_gopher(struct reader *reader, char *buffer, size_t room) {
    long got, all = 0;
    int s = connected(reader);
    if (s < 0) return -1;
    if (send(s, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) all = -1;
    while (all >= 0 && (got = recv(s, buffer, room, 0)) != 0) all = got < 0 ? -1 : all + got;
    close(s);
    return all;
}

static long ask_gemini(struct reader *reader, char *buffer, size_t room) {
    long all = -1, head = -1;
    int got, s = connected(reader);
    SSL *tls;
    if (s < 0) return -1;
    tls = SSL_new(context);
    SSL_set_fd(tls, s);
    SSL_set_tlsext_host_name(tls, "localhost");
    if (SSL_connect(tls) == 1 && SSL_write(tls, request, (int)request_length) == (int)request_length) {
        all = 0;
        while ((got = SSL_read(tls, buffer, (int)room)) > 0) {
            if (head < 0) {
                char *end = memmem(buffer, (size_t)got, "\r\n", 2);
                if (!end || strncmp(buffer, "20 ", 3)) break;
                head = end + 2 - buffer;
            }
            all += got;
        }
        all = head < 0 ? -1 : all - head;
    }
    SSL_free(tls);
    close(s);
    return all;
}

/* One more piece of an answer of which *have* bytes are in the buffer; what is there now, 0 where no more comes. */
static size_t more(int s, char *buffer, size_t have, size_t room) {
    ssize_t got = have < room - 1 ? recv(s, buffer + have, room - 1 - have, 0) : 0;
    if (got <= 0) return 0;
    buffer[have + (size_t)got] = 0;
    return have + (size_t)got;
}

/* The bytes of a body in chunks (RFC 9112 7.1, without trailers) that begins at *at*, -1 where it breaks off or has no room. */
static long chunks(int s, char *buffer, size_t have, size_t room, size_t at) {
    long all = 0, size;
    char *end;
    do {
        while (!(end = memmem(buffer + at, have - at, "\r\n", 2)))
            if (!(have = more(s, buffer, have, room))) return -1;
        size = strtol(buffer + at, NULL, 16);
        at = (size_t)(end + 2 - buffer);
        if (size < 0 || (size_t)size > room) return -1;
        while (have < at + (size_t)size + 2)
            if (!(have = more(s, buffer, have, room))) return -1;
        at += (size_t)size + 2;
        all += size;
    } while (size);
    return all;
}

static long ask_web(struct reader *reader, int *s, char *buffer, size_t room) {
    size_t have = 0;
    char *end = NULL, *length;
    long body, rest;
    ssize_t got;
    if (*s < 0 && (*s = connected(reader)) < 0) return -1;
    if (send(*s, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) goto broken;
    while (!end) {
        if (!(have = more(*s, buffer, have, room))) goto broken;
        end = strstr(buffer, "\r\n\r\n");
    }
    if (strncmp(buffer, "HTTP/1.1 200", 12)) goto broken;
    length = strcasestr(buffer, "\r\ntransfer-encoding: chunked");
    if (length && length <= end) {
        if ((body = chunks(*s, buffer, have, room, (size_t)(end + 4 - buffer))) < 0) goto broken;
        return body;
    }
    length = strcasestr(buffer, "\r\ncontent-length:");
    if (!length || length > end) goto broken;
    body = atol(length + 17);
    for (rest = body - (long)(buffer + have - end - 4); rest > 0; rest -= got)
        if ((got = recv(*s, buffer, room, 0)) <= 0) goto broken;
    return body;
broken:
    close(*s);
    *s = -1;
    return -1;
}

static int trust(X509_STORE_CTX *store, void *unused) {
    (void)store, (void)unused;
    return 1;
}

static void *work(void *given) {
    struct reader *reader = given;
    size_t room = 1 << 18;
    char *buffer = malloc(room);
    int s = -1;
    while (!over) {
        double begun = now();
        long bytes = protocol == WEB ? ask_web(reader, &s, buffer, room)
                   : protocol == GEMINI ? ask_gemini(reader, buffer, room) : ask_gopher(reader, buffer, room);
        if (over) break;
        if (bytes < 0 || (expected && bytes != expected)) {
            reader->errors++;
            usleep(1000);
            continue;
        }
        reader->bytes = bytes;
        if (reader->requests == ROOM) break;
        reader->times[reader->requests++] = (float)((now() - begun) * 1000);
    }
    if (s >= 0) close(s);
    free(buffer);
    return NULL;
}

static int order(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

int main(int count, char **words) {
    struct reader *readers;
    float *times;
    long requests = 0, errors = 0, bytes = 0, at = 0;
    double begun, spent;
    if (count != 8) {
        fprintf(stderr, "client gopher|gemini|web ADDRESS PORT CONNECTIONS SECONDS PATH BYTES\n");
        return 2;
    }
    protocol = !strcmp(words[1], "web") ? WEB : !strcmp(words[1], "gemini") ? GEMINI : GOPHER;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(words[3]))};
    inet_pton(AF_INET, words[2], &server.sin_addr);
    connections = atoi(words[4]);
    seconds = atof(words[5]);
    expected = atol(words[7]);
    snprintf(request, sizeof request,
             protocol == WEB ? "GET %s HTTP/1.1\r\nHost: localhost:%s\r\n\r\n" : protocol == GEMINI ? "gemini://localhost:%2$s%1$s\r\n" : "%s\r\n",
             words[6], words[3]);
    request_length = strlen(request);
    signal(SIGPIPE, SIG_IGN);
    if (protocol == GEMINI) {
        context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
        /* The order of browsers and of Go; every server takes one of these. */
        SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
        /* A chain that nobody looks at need not be built, and a record need not be read in two pieces. */
        SSL_CTX_set_cert_verify_callback(context, trust, NULL);
        SSL_CTX_set_read_ahead(context, 1);
    }
    readers = shared((size_t)connections * sizeof *readers);
    for (int i = 0; i < connections; i++) {
        readers[i].number = i;
        readers[i].times = shared(ROOM * sizeof(float));
    }
    begun = now();
    for (int process = 0; process < PROCESSES; process++)
        if (!fork()) {
            for (int i = process; i < connections; i += PROCESSES) pthread_create(&readers[i].thread, NULL, work, &readers[i]);
            usleep((useconds_t)(seconds * 1e6));
            over = 1;
            for (int i = process; i < connections; i += PROCESSES) pthread_join(readers[i].thread, NULL);
            _exit(0);
        }
    while (wait(NULL) > 0) {}
    spent = now() - begun < seconds ? now() - begun : seconds;
    for (int i = 0; i < connections; i++) {
        requests += readers[i].requests;
        errors += readers[i].errors;
        if (readers[i].bytes) bytes = readers[i].bytes;
    }
    times = malloc(sizeof(float) * (size_t)(requests + 1));
    times[0] = 0;
    for (int i = 0; i < connections; i++) {
        if (readers[i].requests) memcpy(times + at, readers[i].times, sizeof(float) * (size_t)readers[i].requests);
        at += readers[i].requests;
    }
    qsort(times, (size_t)requests, sizeof(float), order);
    printf("{\"requests\": %ld, \"errors\": %ld, \"seconds\": %.4f, \"median\": %.4f, \"p99\": %.4f, \"bytes\": %ld}\n", requests, errors, spent,
           times[requests / 2], times[(long)((double)requests * 0.99)], bytes);
    return requests ? 0 : 1;
}
