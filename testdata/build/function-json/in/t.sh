#!/bin/sh
echo '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"1","b":"yes","c":"x\ny"},"num":1.0,"big":1e30}]}'
