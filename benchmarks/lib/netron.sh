#!/bin/sh
# netron.sh GIT_DIR OUT: the few files of netron's reader, with its `tf` namespace exported.
set -e
mkdir -p "$2"
for file in tf.js base.js protobuf.js text.js json.js zip.js python.js tf-proto.js node.js; do
  git --git-dir="$1" show "HEAD:source/$file" >"$2/$file"
done
echo 'export { tf };' >>"$2/tf.js"
echo '{"type":"module"}' >"$2/package.json"
