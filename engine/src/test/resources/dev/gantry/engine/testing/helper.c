/* What busybox can't do in a container: answer over UDP, and try the doors that are shut. Built statically by a test. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(const char *what, long result) {
    printf("%s %s\n", what, result >= 0 ? "allowed" : errno == EPERM ? "EPERM" : strerror(errno));
}

static int echo(int port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0) {
        return 1;
    }
    for (;;) {
        char packet[2048];
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t n = recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *)&from, &length);
        sendto(fd, packet, n, 0, (struct sockaddr *)&from, length);
    }
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "echo") == 0) {
        return echo(atoi(argv[2]));
    }
    char room[256];
    memset(room, 0, sizeof room);
    tell("alg", socket(38, SOCK_SEQPACKET, 0));
    tell("vsock", socket(40, SOCK_STREAM, 0));
    tell("keyctl", syscall(SYS_keyctl, 0, -3, 0, 0, 0));
    tell("add_key", syscall(SYS_add_key, "user", "x", "y", 1, -3));
    tell("io_uring", syscall(425, 1, room));
    tell("bpf", syscall(SYS_bpf, 5, room, sizeof room));
    tell("userfaultfd", syscall(SYS_userfaultfd, 0));
    tell("unshare", unshare(0x10000000));
    tell("inet", socket(AF_INET, SOCK_STREAM, 0));
    return 0;
}
