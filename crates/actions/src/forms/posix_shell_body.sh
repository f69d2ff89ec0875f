PAUSE=${SIMSCOPE_PAUSE:-1}
GO=no
API_KEY=''
TOKEN=''

for argument; do
  case $argument in
    --go) GO=yes ;;
    *)
      printf 'usage: sh %s [--go]\n' "$0" >&2
      exit 2
      ;;
  esac
done

# Takes a text of the answer to a sign-in.
member() {
  printf '%s\n' "$ANSWER" | sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
}

# With a key it signs in once. A profile is left to soracom-cli, which signs in for each call.
sign_in() {
  [ -n "${SORACOM_AUTH_KEY_ID:-}" ] || return 0
  # By its input: others can see the arguments of a program.
  ANSWER=$(printf '{"authKeyId":"%s","authKey":"%s"}' "$SORACOM_AUTH_KEY_ID" "${SORACOM_AUTH_KEY:-}" |
    soracom auth --coverage-type "$COVERAGE" --body -) || exit 1
  API_KEY=$(member apiKey)
  TOKEN=$(member token)
  if [ -z "$API_KEY" ] || [ -z "$TOKEN" ]; then
    printf 'the answer to the sign-in has no key\n' >&2
    exit 1
  fi
}

call() {
  if [ -n "$TOKEN" ]; then
    soracom "$@" --api-key "$API_KEY" --api-token "$TOKEN" --coverage-type "$COVERAGE" </dev/null
  else
    soracom "$@" --profile "${SORACOM_PROFILE:-default}" </dev/null
  fi
}

# The SIMs of its input that the log does not say are done.
left_to_do() {
  LOG_FILE=$LOG awk 'BEGIN {
      file = ENVIRON["LOG_FILE"]
      while ((getline line < file) > 0) {
        split(line, word, " ")
        if (word[1] == "done") finished[word[2]] = 1
      }
    }
    !($2 in finished)'
}

# Shows what it would do with each SIM of its input.
show() {
  shown=''
  [ -z "$OPTION" ] || shown=" '$(printf '%s\n' "$OPTION" | sed "s/'/'\\\\''/g")'"
  left_to_do | while read -r what id imei; do
    name=--sim-id
    [ "$what" = sims ] || name=--imsi
    printf 'soracom %s %s %s %s%s%s\n' "$what" "$COMMAND" "$name" "$id" "${imei:+ --imei $imei}" "$shown"
  done
  printf 'Nothing was changed: this was what it would do with --go.\n' >&2
}

# Acts on each SIM of its input, one after another.
act() {
  if [ "$GO" = no ]; then
    show
    return
  fi
  sign_in
  acted=0
  failed=0
  stop=no
  trap 'stop=yes' INT TERM
  # A file, and no pipe: the loop is to end with the shell that runs it.
  left_to_do >"$LOG.left"
  while [ "$stop" = no ] && read -r what id imei; do
    [ "$((acted + failed))" = 0 ] || sleep "$PAUSE"
    name=--sim-id
    [ "$what" = sims ] || name=--imsi
    set -- "$what" "$COMMAND" "$name" "$id"
    [ -z "$imei" ] || set -- "$@" --imei "$imei"
    [ -z "$OPTION" ] || set -- "$@" "$OPTION"
    # What is begun comes to its end, so that the log knows of it: it is not heard when a run is stopped.
    if (trap '' INT TERM && call "$@") >/dev/null 2>"$LOG.problem"; then
      acted=$((acted + 1))
      printf 'done %s\n' "$id" >>"$LOG"
    else
      failed=$((failed + 1))
      problem=$(tr '\n' ' ' <"$LOG.problem")
      printf 'failed %s %s\n' "$id" "$problem" >>"$LOG"
      printf '%s: %s\n' "$id" "$problem" >&2
    fi
  done <"$LOG.left"
  rm -f "$LOG.left" "$LOG.problem"
  printf '%s done, %s failed' "$acted" "$failed"
  [ "$stop" = no ] && printf '.\n' || printf ', and it was stopped.\n'
  [ "$failed" = 0 ] && [ "$stop" = no ]
}

