import { sh } from '../model/sh.ts';

/**
 * Frames for what a session prints, in awk: on a slow host, base64(1) and a loop of the shell that reads
 * it byte by byte were a tenth of all that a check cost. A line end is written as \001; \001 and \002
 * themselves as \002a and \002b. What `Q` says goes out at once, without the blanks after it. Each frame is one write(2).
 *
 * Where a probe would start a program to print a file, it asks this one, by a line that only we can write:
 * `NONCE < PATH` for the file as it is, `NONCE | PATH` for the record of `show_all`, `NONCE = PATH` for what a
 * configuration says (`settings`). `NONCE % FORMAT` and `NONCE ~ ERE` say what `NONCE ? PATH` is searched for, and how a
 * line that matches is told (`hits`).
 */
export const FRAMES = sh`
function put(text) {
  printf "%s %s T %d %s\n", n, i, q++, text
  fflush()
}
function take(line) {
  if (c + length(line) + 1 > cap) {
    cut = 1
    exit
  }
  c += length(line) + 1
  if (line ~ /[\001\002]/) {
    gsub(/\002/, "\002b", line)
    gsub(/\001/, "\002a", line)
  }
  b = b line "\001"
  while (length(b) > 400) {
    put(substr(b, 1, 400))
    b = substr(b, 401)
  }
}
function read(file, mark, first, line) {
  first = mark
  while ((getline line < file) > 0) {
    if (first != "") take("#= " file)
    first = ""
    take(mark line)
  }
  close(file)
}
# %f is the file, %n the number of the line, %t its text.
function told(file, at, line, i, o, k) {
  o = part[1]
  for (i = 2; i <= parts; i++) {
    k = substr(part[i], 1, 1)
    o = o (k == "f" ? file : k == "n" ? at : line) substr(part[i], 2)
  }
  return o
}
function find(file, line, at) {
  while ((getline line < file) > 0) {
    at++
    if (line ~ ere) take(told(file, at, line))
  }
  close(file)
}
function settings(file, line, at, array, first) {
  while ((getline line < file) > 0) {
    at++
    if (line ~ /^[[:space:]]*(#|$)/) continue
    sub(/^[[:space:]]+/, "", line)
    first = !array && line ~ /^([^=#]*[.])?["']?env["']?[[:space:]]*=/
    if (array || first) {
      array = line !~ /\][[:space:]]*(#.*)?$/
      gsub(/"[^"]*"/, "\"?\"", line)
      gsub(/'[^']*'/, "'?'", line)
    }
    take(file ":" at ":" line)
  }
  close(file)
}
blanks { blanks = 0; next }
index($0, n " ") != 1 { take($0); next }
index($0, n " < ") == 1 { read(substr($0, length(n) + 4), ""); next }
index($0, n " | ") == 1 { read(substr($0, length(n) + 4), "|"); next }
index($0, n " = ") == 1 { settings(substr($0, length(n) + 4)); next }
index($0, n " % ") == 1 { parts = split(substr($0, length(n) + 4), part, "%"); next }
index($0, n " ~ ") == 1 { ere = substr($0, length(n) + 4); next }
index($0, n " ? ") == 1 { find(substr($0, length(n) + 4)); next }
{
  take($0)
  put(b)
  b = ""
  blanks = 1
}
END {
  if (b != "") put(b)
  printf "%s %s E n%d c%d\n", n, i, c, cut
}
`;
