package mask_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/understand/mask"
	"anlan/internal/understand/privacy"
)

func TestEnoughIsShownToRecogniseAndNeverEnoughToUse(t *testing.T) {
	for _, c := range []struct {
		kind       privacy.Kind
		text, want string
	}{
		{privacy.IDCard, "11010519491231002X", "11010519******002X"},
		{privacy.IDCard, "110105 19491231 002X", "110105 19****** 002X"},
		{privacy.IDCard, "１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９******００２Ｘ"},
		{privacy.IDCard, "A123456(3)", "A******(3)"},
		{privacy.IDCard, "S1234567D", "S*******D"},
		{privacy.IDCard, "900101-14-5678", "900***-**-*678"},
		{privacy.IDCard, "3171234501900001", "31712345****0001"},
		{privacy.BankCard, "6222021234567890128", "6222***********0128"},
		{privacy.BankCard, "6222 0212 3456 1234", "6222 **** **** 1234"},
		{privacy.Account, "DE89 3704 0044 0532 0130 00", "DE89 **** **** **** **30 00"},
		{privacy.Phone, "13812345678", "138****5678"},
		{privacy.Phone, "+86 138 1234 5678", "+86 138 **** 5678"},
		{privacy.Phone, "010-62345678", "010-****5678"},
		{privacy.Phone, "9123 4567", "91** **67"},
		{privacy.Phone, "123456", "******"},
		{privacy.Passport, "E12345678", "E******78"},
		{privacy.Plate, "京A·12345", "京A·****5"},
		{privacy.Email, "li.lei@example.com.cn", "l*****@example.com.cn"},
		{privacy.Email, "a@example.com", "*@example.com"},
		{privacy.Name, "王小明", "王*明"},
		{privacy.Name, "李雷", "李*"},
		{privacy.Name, "欧阳静怡", "欧**怡"},
		{privacy.Name, "Siti Rahma", "S*** R****"},
		{privacy.Address, "北京市朝阳区建国路88号3栋502室", "北京市朝阳区********"},
		{privacy.Address, "10 Anson Road #26-04 Singapore 079903", "** Anson Road #**-** Singapore ******"},
		{privacy.Secret, "abc", "******"},
		{privacy.Secret, "a long password", "******"},
	} {
		got := mask.Hidden(c.kind, []rune(c.text))
		require.Equal(t, c.want, got, c.text)
		require.NotContains(t, got, c.text)
		require.True(t, strings.ContainsRune(got, '*'))
	}
}
