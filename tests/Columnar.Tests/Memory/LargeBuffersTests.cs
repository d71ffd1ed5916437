using Spindle.Columnar.Memory;
using Xunit;

namespace Spindle.Columnar.Tests.Memory;

public sealed class LargeBuffersTests : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private readonly LargeBuffers kept = new();
    private readonly MemoryBudget budget = new(128 * Mebibyte);
    private readonly List<NativeBuffer> mine = [];

    public void Dispose()
    {
        // Whoever asks for a size that is not there under a budget that is used up has all that is kept freed.
        var full = new MemoryBudget(1);
        Assert.Null(kept.Take(1, full));
        foreach (var buffer in mine)
            NativeBufferPool.Free(buffer);
    }

    [Fact]
    public void What_was_released_last_is_taken_first_and_by_its_size_alone()
    {
        var (first, second, other) = (Made(8), Made(8), Made(9));
        Assert.True(kept.Keep(first));
        Assert.True(kept.Keep(second));
        Assert.True(kept.Keep(other));
        Assert.Null(kept.Take(10 * Mebibyte, budget));
        Assert.Same(second, Taken(8));
        Assert.Same(first, Taken(8));
        Assert.Null(Taken(8));
        Assert.Same(other, Taken(9));
    }

    [Fact]
    public void No_more_than_a_quarter_of_the_budget_is_kept_and_the_oldest_go()
    {
        Assert.False(kept.Keep(Mine(33)));
        Assert.True(kept.Keep(Made(16)));
        Assert.True(kept.Keep(Made(12)));
        Assert.True(kept.Keep(Made(8)));
        Assert.Null(Taken(16));
        Assert.NotNull(Taken(12));
        Assert.NotNull(Taken(8));
    }

    [Fact]
    public void What_is_in_use_leaves_less_to_keep()
    {
        Assert.True(budget.TryCharge(90 * Mebibyte));
        Assert.False(kept.Keep(Mine(8)));
        Assert.True(kept.Keep(Made(5)));
        // An account of a budget is no budget of its own.
        Assert.False(kept.Keep(Mine(8, budget.Account())));
        budget.Discharge(90 * Mebibyte);
        Assert.True(kept.Keep(Made(8)));
    }

    [Fact]
    public void What_is_kept_gives_way_to_what_is_newly_made()
    {
        Assert.True(kept.Keep(Made(16)));
        Assert.True(kept.Keep(Made(8)));
        // 80 and 16 and 8 are more than three quarters of 128: the oldest goes, and the other fits.
        Assert.True(budget.TryCharge(80 * Mebibyte));
        Assert.Null(kept.Take(80 * Mebibyte, budget));
        Assert.Null(Taken(16));
        Assert.NotNull(Taken(8));
    }

    [Fact]
    public void A_budget_gives_the_memory_again_that_it_gave_before()
    {
        // Of a size that no other test asks for.
        const long bytes = (5 << 20) + 12_345;
        unsafe
        {
            var first = budget.Allocate(bytes);
            var pointer = (nint)first.Pointer;
            Assert.InRange(first.Capacity, bytes, bytes + bytes / 32 + 1);
            Assert.Equal(first.Capacity, budget.Used);
            first.Release();
            Assert.Equal(0, budget.Used);
            var second = budget.Allocate(bytes);
            Assert.Equal(pointer, (nint)second.Pointer);
            Assert.Equal(second.Capacity, budget.Used);
            second.Release();
        }
    }

    // Given to what is kept, which frees it.
    private NativeBuffer Made(long mebibytes, MemoryBudget? of = null) => NativeBufferPool.Allocate(mebibytes * Mebibyte, of ?? budget);

    private NativeBuffer Mine(long mebibytes, MemoryBudget? of = null)
    {
        var buffer = Made(mebibytes, of);
        mine.Add(buffer);
        return buffer;
    }

    private NativeBuffer? Taken(long mebibytes)
    {
        var buffer = kept.Take(mebibytes * Mebibyte, budget);
        if (buffer is not null)
            mine.Add(buffer);
        return buffer;
    }
}
