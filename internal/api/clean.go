package api

import (
	"reflect"
	"strings"
)

// clean takes NUL characters out of all texts of an input. No person means them,
// no database keeps them, and a message that carries one must not be lost for it.
func clean(in any) { cleanValue(reflect.ValueOf(in)) }

func cleanValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			cleanInside(v)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				cleanValue(f)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // bytes are files, and theirs to keep
		}
		for i := range v.Len() {
			cleanValue(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, cleaned(v.MapIndex(key)))
		}
	case reflect.String:
		if v.CanSet() && strings.ContainsRune(v.String(), 0) {
			v.SetString(strings.ReplaceAll(v.String(), "\x00", ""))
		}
	}
}

func cleanInside(v reflect.Value) {
	if v.Kind() == reflect.Interface && v.CanSet() {
		v.Set(cleaned(v.Elem()))
		return
	}
	cleanValue(v.Elem())
}

// cleaned is a clean copy of a value that cannot be changed in its place.
func cleaned(v reflect.Value) reflect.Value {
	fresh := reflect.New(v.Type()).Elem()
	fresh.Set(v)
	cleanValue(fresh)
	return fresh
}
