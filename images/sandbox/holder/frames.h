/* Frames of the holder protocol, server/terminal/HOLDER.md. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum { HEADER_BYTES = 6, MAX_PAYLOAD_BYTES = 64 * 1024, PROTOCOL_VERSION = 1 };

struct frame {
  char type;
  uint8_t terminal;
  uint32_t length;
  const uint8_t *payload;
};

static inline uint64_t get_number(const uint8_t *at, int bytes) {
  uint64_t number = 0;
  for (int i = 0; i < bytes; i++) number = number << 8 | at[i];
  return number;
}

static inline void put_number(uint8_t *at, uint64_t number, int bytes) {
  for (int i = bytes - 1; i >= 0; i--, number >>= 8) at[i] = (uint8_t)number;
}

static inline void put_header(uint8_t *at, char type, uint8_t terminal, uint32_t length) {
  at[0] = (uint8_t)type;
  at[1] = terminal;
  put_number(at + 2, length, 4);
}

/* The frame at the beginning of these bytes: the bytes that it takes, 0 where some are missing, -1 where none can follow. */
static inline long parse_frame(const uint8_t *bytes, size_t count, struct frame *frame) {
  if (count < HEADER_BYTES) return 0;
  frame->type = (char)bytes[0];
  frame->terminal = bytes[1];
  frame->length = (uint32_t)get_number(bytes + 2, 4);
  frame->payload = bytes + HEADER_BYTES;
  if (frame->length > MAX_PAYLOAD_BYTES) return -1;
  return count < HEADER_BYTES + frame->length ? 0 : (long)(HEADER_BYTES + frame->length);
}

#endif
