using FsCheck;
using FsCheck.Fluent;
using Spindle.Wire.Grpc;

namespace Spindle.Wire.Tests.Grpc;

public sealed class HeaderTextTests
{
    [Fact]
    public void Messages_come_back_as_they_were() => Prop.ForAll<NonNull<string>>(text =>
    {
        var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
        var escaped = HeaderText.Escape(valid);
        Assert.All(escaped, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(valid, HeaderText.Unescape(escaped));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%zz %4", "%zz %4")]
    [InlineData("%C3%BC", "ü")]
    [InlineData("é", "é")]
    public void Text_that_was_not_escaped_is_taken_as_it_is(string text, string read) => Assert.Equal(read, HeaderText.Unescape(text));

    [Theory]
    [InlineData(1)]
    [InlineData(10_000_000)]
    [InlineData(9_999_999_990)]
    [InlineData(3_000_000_000)]
    [InlineData(36_000_000_000_000)]
    [InlineData(12_345_678_901_234_567)]
    public void Timeouts_are_never_cut_short(long ticks)
    {
        var text = HeaderText.Timeout(TimeSpan.FromTicks(ticks));
        Assert.InRange(text.Length, 2, 9);
        Assert.True(HeaderText.TryTimeout(text, out var read));
        Assert.InRange((double)read.Ticks, ticks, ticks * 1.00001 + 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-5S")]
    [InlineData("5s")]
    [InlineData("123456789S")]
    [InlineData("1.5S")]
    public void What_is_no_timeout_is_none(string text) => Assert.False(HeaderText.TryTimeout(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("Ü")]
    [InlineData("a b")]
    [InlineData("grpc-status")]
    public void Names_of_metadata_are_checked(string name) => Assert.Throws<ArgumentException>(() => new Metadata().Add(name, "x"));

    [Fact]
    public void Values_of_metadata_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new Metadata().Add("name", "line\nbreak"));
        Assert.Throws<ArgumentException>(() => new Metadata().Add("name-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata().Add("name", new byte[1]));
    }
}
