package han_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/han"
)

func TestTraditionalIsWrittenSimplified(t *testing.T) {
	for given, want := range map[string]string{"劉備": "刘备", "趙雲 Zhao": "赵云 Zhao", "王小明": "王小明", "": ""} {
		require.Equal(t, want, han.Simplified(given))
	}
}

func TestNamesAreReadAsNames(t *testing.T) {
	for given, want := range map[string]string{
		"王小明": "wang xiao ming", "單雄信": "shan xiong xin", "单": "dan", "曾志伟": "zeng zhi wei", "吕布": "lv bu", "尉迟恭": "yu chi gong",
		"欧阳静": "ou yang jing", "长孙无忌": "zhang sun wu ji", "万俟雅": "mo qi ya", "万芳": "wan fang", "Wang": "", "王x": "", "": "", "한국": "",
	} {
		require.Equal(t, want, strings.Join(han.Sounds(given), " "), given)
	}
}
