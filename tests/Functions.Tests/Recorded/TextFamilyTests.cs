using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Xunit;

namespace Spindle.Functions.Tests.Recorded;

/// <summary>Published vectors and corner cases of encodings, ciphers, number patterns, formats and URLs.</summary>
public class TextFamilyTests
{
    [Theory]
    [InlineData("hex(encode('a€', 'UTF-16'))", "FEFF006120AC")]
    [InlineData("hex(encode('a', 'utf-16le'))", "6100")]
    [InlineData("hex(encode('😀', 'UTF-32'))", "0001F600")]
    [InlineData("decode(X'FFFE6100', 'UTF-16')", "a")]
    [InlineData("decode(encode('é', 'iso-8859-1'), 'ISO-8859-1')", "é")]
    [InlineData("to_base32('fooba')", "MZXW6YTB")]
    [InlineData("cast(from_base32('MZXQ====') as string)", "fo")]
    [InlineData("sha2('abc', 224)", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("sha2('', 224)", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData("hex(hmac('Jefe', 'what do ya want for nothing?', 'SHA-224'))", "A30E01098BC6DBBF45690F3A7E9E6D0F8BBEA2A39E6148008FD05E44")]
    [InlineData("cast(aes_decrypt(aes_encrypt('text', '0000111122223333'), '0000111122223333') as string)", "text")]
    [InlineData("cast(aes_decrypt(aes_encrypt('text', '000011112222333344445555', 'cbc'), '000011112222333344445555', 'CBC') as string)", "text")]
    [InlineData("try_aes_decrypt(X'00', '0000111122223333')", "NULL")]
    [InlineData("to_number('$1,234.5', '$9,999.99')", "1234.50")]
    [InlineData("to_number('<12>', '99PR')", "-12")]
    [InlineData("try_to_number('12x', '999')", "NULL")]
    [InlineData("to_char(-1234.5, 'S9G999D99')", "-1,234.50")]
    [InlineData("to_char(7, '000')", "007")]
    [InlineData("format_string('%-5s|%05d|%+.1e|%x', 'a', 42, 1234.5D, -1)", "a    |00042|+1.2e+03|ffffffff")]
    [InlineData("format_string('%2$s %1$s %<s', 'a', 'b')", "b a a")]
    [InlineData("format_string('%,.2f', 1234567.005D)", "1,234,567.01")]
    [InlineData("format_number(1234.5, '#,##0.00')", "1,234.50")]
    [InlineData("format_number(0.00012D, '0.0#E0')", "1.2E-4")]
    [InlineData("conv('ff', 16, 10)", "255")]
    [InlineData("conv('-1', 10, 16)", "FFFFFFFFFFFFFFFF")]
    [InlineData("width_bucket(5, 0, 10, 4)", "3")]
    [InlineData("getbit(5, 2)", "1")]
    [InlineData("array_insert(array(1, 2), 5, 9)", "[1,2,null,null,9]")]
    [InlineData("parse_url('http://u:p@h.example:8080/p/a?k=v&l=w#f', 'HOST')", "h.example")]
    [InlineData("parse_url('http://u:p@h.example:8080/p/a?k=v&l=w#f', 'USERINFO')", "u:p")]
    [InlineData("parse_url('http://u:p@h.example:8080/p/a?k=v&l=w#f', 'AUTHORITY')", "u:p@h.example:8080")]
    [InlineData("parse_url('http://h/p?k=v&l=w', 'QUERY', 'l')", "w")]
    [InlineData("parse_url('http://h/p?k=v', 'FILE')", "/p?k=v")]
    [InlineData("parse_url('mailto:a@b', 'HOST')", "NULL")]
    [InlineData("try_parse_url('http://a b', 'HOST')", "NULL")]
    [InlineData("url_decode(url_encode('a b&c/é'))", "a b&c/é")]
    [InlineData("try_url_decode('%zz')", "NULL")]
    [InlineData("instr('abcabc', 'c', -1, 2)", "3")]
    [InlineData("levenshtein('kitten', 'sitting', 2)", "-1")]
    [InlineData("'A' collate UTF8_LCASE = 'a'", "true")]
    [InlineData("'b' collate UTF8_LCASE IN ('A', 'B')", "true")]
    [InlineData("collation('x' collate unicode_ci)", "SYSTEM.BUILTIN.UNICODE_CI")]
    [InlineData("'Abc' like any ('z%', 'A%')", "true")]
    [InlineData("'Abc' not like all ('z%', 'A%')", "false")]
    [InlineData("exp(1D)", "2.7182818284590455")]
    [InlineData("log1p(3D)", "1.3862943611198906")]
    [InlineData("asinh(3D)", "1.8184464592320668")]
    public void Values_are_those_of_the_specifications(string expression, string expected)
    {
        var budget = new MemoryBudget();
        Assert.Equal([expected], ConstantQuery.Run($"SELECT {expression}", budget));
    }

    [Theory]
    [InlineData("encode('é', 'US-ASCII')", "MALFORMED_CHARACTER_CODING")]
    [InlineData("encode('e', 'latin')", "INVALID_PARAMETER_VALUE.CHARSET")]
    [InlineData("to_binary('x!', 'base64')", "CONVERSION_INVALID_INPUT")]
    [InlineData("to_char(1, '9,,9')", "INVALID_FORMAT.CONT_THOUSANDS_SEPS")]
    [InlineData("to_char(1, '9.9,9')", "INVALID_FORMAT.THOUSANDS_SEPS_MUST_BEFORE_DEC")]
    [InlineData("to_char(1, '9$')", "INVALID_FORMAT.CUR_MUST_BEFORE_DIGIT")]
    [InlineData("aes_encrypt('a', '0000111122223333', 'ECB', 'PKCS', X'00')", "UNSUPPORTED_FEATURE.AES_MODE_IV")]
    [InlineData("parse_url('http://a b', 'HOST')", "INVALID_URL")]
    [InlineData("url_decode('%')", "CANNOT_DECODE_URL")]
    [InlineData("bit_get(1Y, 8)", "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE")]
    [InlineData("conv('zzzzzzzzzzzzzzzz', 36, 10)", "ARITHMETIC_OVERFLOW")]
    [InlineData("'a' collate nowhere", "COLLATION_INVALID_NAME")]
    public void Errors_have_their_class(string expression, string expected)
    {
        var budget = new MemoryBudget();
        var error = Assert.Throws<SpindleException>(() => ConstantQuery.Run($"SELECT {expression}", budget));
        Assert.Equal(expected, error.ErrorClass.Name);
    }
}
