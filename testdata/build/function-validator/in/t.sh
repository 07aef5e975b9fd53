#!/bin/sh
cat > /dev/null
echo '{kind: ResourceList, items: []}'
