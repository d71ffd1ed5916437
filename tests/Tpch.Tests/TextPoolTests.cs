using System.Text;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Tests;

public unsafe class TextPoolTests
{
    [Fact]
    public void Slices_of_any_place_and_length_agree_with_each_other()
    {
        // Byte by byte, each read from its own block, against slices that cross blocks.
        var random = new Random(11);
        foreach (var start in new[] { 0, TextPool.Size - 1024, random.Next(TextPool.Size - 1024) })
        {
            var text = string.Concat(Enumerable.Range(start, 1024).Select(offset => Slice(offset, 1)));
            for (var trial = 0; trial < 2000; trial++)
            {
                var offset = random.Next(1024);
                var length = random.Next(Math.Min(TextPool.MaxSlice, 1024 - offset) + 1);
                Assert.Equal(text.Substring(offset, length), Slice(start + offset, length));
            }
        }
    }

    [Fact]
    public void The_text_is_made_of_sentences()
    {
        var text = Slice(0, TextPool.MaxSlice);
        Assert.Matches("^[a-zA-Z,.;:?! -]+$", text);
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" .", text, StringComparison.Ordinal);
        Assert.Contains(". ", text, StringComparison.Ordinal);
    }

    private static string Slice(int offset, int length)
    {
        var bytes = stackalloc byte[TextPool.MaxSlice + TextPool.Overrun];
        TextPool.Shared.Copy(offset, length, bytes);
        return Encoding.ASCII.GetString(bytes, length);
    }
}
