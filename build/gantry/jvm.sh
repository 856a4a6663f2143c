# shellcheck shell=bash
# How the two JVMs are started: small heaps, the serial collector, class data shared from the second start on, and the
# first-stage compiler only, which saves two thirds of the CPU time of a start and a fifth of the memory.

# jvm_options APP: fills JVM with the options that the found Java understands.
jvm_options() {
  local app=$1 dir=$HOME_DIR/$1
  JVM=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -Xss512k -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError "-Djava.io.tmpdir=$dir/tmp")
  case $app in
    server) JVM+=(-Xmx384m) ;;
    agent) JVM+=(-Xmx96m) ;;
  esac
  if [[ $JAVA_MAJOR -ge 22 ]]; then JVM+=(--enable-native-access=ALL-UNNAMED); fi
  if [[ $JAVA_MAJOR -ge 24 ]]; then JVM+=(--sun-misc-unsafe-memory-access=allow); fi
  class_sharing "$dir/app/$2"
}

# The first start of an app records the classes it loaded when it ends; later ones map them.
class_sharing() {
  local archive=$1/classes-$JAVA_MAJOR.jsa
  if [[ $JAVA_MAJOR -ge 19 ]]; then
    JVM+=(-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$archive")
  elif [[ -f $archive ]]; then
    JVM+=("-XX:SharedArchiveFile=$archive" -Xshare:auto)
  else
    JVM+=("-XX:ArchiveClassesAtExit=$archive")
  fi
  JVM+=(-Xlog:cds=off -Xlog:cds+dynamic=off)
}

# Virtual threads exist from 21 on.
spring_options() {
  SPRING=()
  if [[ $JAVA_MAJOR -ge 21 ]]; then SPRING+=(--spring.threads.virtual.enabled=true); fi
}
